import { defineProvider, type ProviderDeclaration, type UserObject } from 'passport-oauth2-base';
import { sectionOf } from './account';
import { identifierOf } from './identifier';
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
  refresh: { undocumentedErrors: true },
  // The guide promises both tokens but shows no JSON. Other responses of the API are wrapped in `data`.
  tokenResponse: { unwrap: (response) => response['data'] ?? response, optionalTokenType: true },
  options: {
    idMember: ['user_id', 'id', 'username'],
    dangerouslyUseEmailAsId: 'boolean',
    profileSource: ['account.get', 'user/me'],
  },
  profile: {
    fromEndpoint: (response) => response['data'] ?? response,
    map: (account, options) => {
      const user = userOf(account);
      return {
        id: identifierOf(user, options),
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

/** The user section, or the response itself where it has no sections (`user/me`). */
function userOf(account: UserObject): UserObject {
  // Another `id` of an account, such as that of its workspace, must never identify a user.
  if ('user' in account.json) {
    const user = account.object('user');
    if (user) return user;
    throw account.invalid('`user` is not an object');
  }
  return account;
}

/** The declarations by the source of the profile. */
export const profileSources: Readonly<Record<'account.get' | 'user/me', KonProDeclaration>> = {
  'account.get': konpro,
  'user/me': defineProvider({
    ...konpro,
    endpoints: { ...konpro.endpoints, userProfile: '{api}/user/me' },
  }),
};
