import { defineProvider, type ProviderDeclaration } from 'passport-oauth2-base';
import { sectionOf } from './account';
import type { KonProOptions } from './options';
import type { KonProFields } from './profile';

type KonProDeclaration = ProviderDeclaration<KonProFields, KonProOptions>;

const documentation = 'https://docs.konpro.ai/docs/connecting-your-app-to-konpro-with-oauth-2-0';

/** KonPro as described by its guide "Connecting Your App to KonPro with OAuth 2.0". */
const konpro: KonProDeclaration = defineProvider({
  name: 'konpro',
  title: 'KonPro',
  documentation,
  endpoints: {
    authorization: 'https://app.konpro.ai/oauth/authorize',
    token: 'https://api.konpro.ai/v1/oauth/token',
    refresh: 'https://api.konpro.ai/v1/oauth/refresh_token',
    userProfile: '{api}/pacific/account.get',
    api: 'https://api.konpro.ai/v1',
  },
  clientAuthentication: 'none',
  pkce: 'required',
  authorizationRequest: { omit: ['scope'] },
  refresh: {},
  // The guide promises both tokens but shows no JSON. Other responses of the API are wrapped in `data`.
  tokenResponse: { unwrap: (response) => response['data'] ?? response, optionalTokenType: true },
  options: { dangerouslyUseEmailAsId: 'boolean', profileSource: ['account.get', 'user/me'] },
  profile: {
    fromEndpoint: (response) => response['data'] ?? response,
    map: (account, { dangerouslyUseEmailAsId }) => {
      const user = account.object('user') ?? account;
      const email = user.text('email');
      return {
        id: user.identifier('user_id', 'id', 'username') ?? (dangerouslyUseEmailAsId ? email : undefined),
        username: user.text('username'),
        displayName: user.joined('first_name', 'last_name') ?? user.text('name', 'username', 'email'),
        name: { givenName: user.text('first_name'), familyName: user.text('last_name') },
        emails: user.emails('email', 'email_verified'),
        photos: user.photos('avatar', 'picture'),
        spaceInfo: account.object('space_info')?.json,
        userPlan: account.object('user_plan')?.json,
        features: sectionOf(account.json['features']),
        experiments: sectionOf(account.json['experiments']),
      };
    },
  },
});

/** The declarations by the source of the profile. */
export const profileSources: Readonly<Record<'account.get' | 'user/me', KonProDeclaration>> = {
  'account.get': konpro,
  'user/me': defineProvider({
    ...konpro,
    endpoints: { ...konpro.endpoints, userProfile: '{api}/user/me' },
  }),
};
