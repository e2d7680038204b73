import { defineProvider, type ProviderDeclaration } from 'passport-oauth2-base';
import type { KomerzaOptions } from './options';
import { ownMember } from './own-member';
import type { KomerzaFields } from './profile';

/** What of `GET /user` is kept. API keys, payment settings, webhooks and risk signals are not among it. */
const keptOfUser = ['id', 'userName', 'email', 'plan', 'dateCreated'];
const keptOfStore = ['id', 'name', 'url', 'domain', 'currencyCode', 'scopes', 'dateCreated'];

/** The owner's scopes are null. Anything but null or a list says nothing. */
function ownerOf(scopes: unknown): boolean | undefined {
  if (scopes === null) return true;
  return Array.isArray(scopes) ? false : undefined;
}

/** Komerza, as https://docs.komerza.com/api-reference/oauth2/introduction describes it. */
export const komerza: ProviderDeclaration<KomerzaFields, KomerzaOptions> = defineProvider({
  name: 'komerza',
  title: 'Komerza',
  documentation: 'https://docs.komerza.com/api-reference/oauth2/introduction',
  endpoints: {
    authorization: 'https://dashboard.komerza.com/auth/authorize',
    token: 'https://api.komerza.com/oauth2/{client_id}/exchange/{code}',
    userProfile: '{api}/user',
    api: 'https://api.komerza.com',
  },
  clientAuthentication: { header: 'X-Client-Secret' },
  pkce: 'unsupported',
  authorizationRequest: { omit: ['response_type', 'scope'] },
  tokenRequest: { method: 'GET' },
  // An envelope with the token as a bare string; the schema lists text/plain beside application/json.
  tokenResponse: {
    unwrap: ({ data }) => ({ access_token: data }),
    anyContentType: true,
    optionalTokenType: true,
  },
  // What a denial looks like is not documented.
  bareDenial: true,
  options: { dangerouslyKeepWholeUser: 'boolean' },
  profile: {
    permission: 'user.view',
    fromEndpoint: (answer) => answer['data'],
    keep: (user, { dangerouslyKeepWholeUser }) =>
      dangerouslyKeepWholeUser
        ? user.json
        : {
            ...user.pick(keptOfUser),
            stores: user.objects('stores')?.map((store) => store.pick(keptOfStore)),
          },
    map: (user) => ({
      id: user.identifier('id'),
      username: user.text('userName'),
      displayName: user.text('userName'),
      emails: user.emails('email'),
      plan: user.text('plan'),
      dateCreated: user.text('dateCreated'),
      stores: user.objects('stores')?.map((store) => ({
        id: store.identifier('id'),
        name: store.text('name'),
        url: store.text('url'),
        domain: store.text('domain'),
        currencyCode: store.text('currencyCode'),
        isOwner: ownerOf(ownMember(store.json, 'scopes')),
        scopes: store.texts('scopes'),
      })),
    }),
  },
});
