import { defineProvider, type ProviderDeclaration } from 'passport-oauth2-base';
import type { KomerzaOptions } from './options';
import { ownMember } from './own-member';
import type { KomerzaFields } from './profile';

/** Members of `GET /user` to keep: no API keys, payment settings, webhooks or risk signals. */
const userMembers = ['id', 'userName', 'email', 'plan', 'dateCreated'];
const storeMembers = ['id', 'name', 'url', 'domain', 'currencyCode', 'scopes', 'dateCreated'];

/** An owner has `scopes: null`, a team member a list. Any other value leaves it open. */
function isOwnerBy(scopes: unknown): boolean | undefined {
  if (scopes === null) return true;
  return Array.isArray(scopes) ? false : undefined;
}

/** Komerza as described by https://docs.komerza.com/api-reference/oauth2/introduction. */
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
  // An envelope with the token as a string in `data`.
  tokenResponse: {
    unwrap: ({ data }) => ({ access_token: data }),
    optionalTokenType: true,
  },
  // Komerza does not document the response to a denial.
  bareDenial: true,
  options: { dangerouslyKeepWholeUser: 'boolean' },
  profile: {
    permission: 'user.view',
    fromEndpoint: (response) => response['data'],
    keep: (user, { dangerouslyKeepWholeUser }) =>
      dangerouslyKeepWholeUser
        ? user.json
        : {
            ...user.pick(userMembers),
            stores: user.objects('stores')?.map((store) => store.pick(storeMembers)),
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
        isOwner: isOwnerBy(ownMember(store.json, 'scopes')),
        scopes: store.texts('scopes'),
      })),
    }),
  },
});
