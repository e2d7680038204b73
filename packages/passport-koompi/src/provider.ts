import { defineProvider, type ProviderDeclaration } from 'passport-oauth2-base';
import type { KoompiOptions } from './options';
import type { KoompiFields } from './profile';

type KoompiDeclaration = ProviderDeclaration<KoompiFields, KoompiOptions>;

/** KOOMPI OAuth, version 2, as https://dash.koompi.org/docs describes it. */
const v2: KoompiDeclaration = defineProvider({
  name: 'koompi',
  title: 'KOOMPI',
  documentation: 'https://dash.koompi.org/docs',
  endpoints: {
    authorization: 'https://oauth.koompi.org/v2/oauth',
    token: 'https://oauth.koompi.org/v2/oauth/token',
    refresh: 'https://oauth.koompi.org/v2/oauth/refresh',
    userProfile: 'https://oauth.koompi.org/v2/oauth/userinfo',
  },
  clientAuthentication: 'client_secret_post',
  // KOOMPI's own SDK makes a challenge for every login; the plain HTTP flow works without.
  pkce: 'optional',
  tokenRequest: { encoding: 'json' },
  refresh: { grantType: false },
  // The refresh response has no token type, and neither has the token response in one of KOOMPI's documents.
  tokenResponse: { optionalTokenType: true },
  options: { preset: ['v2', 'v1'], profileSource: ['token', 'userinfo'] },
  profile: {
    fromTokenResponse: (response, { profileSource }) =>
      profileSource === 'userinfo' ? undefined : response['user'],
    fromEndpoint: (answer) => answer['user'] ?? answer,
    map: (user) => ({
      id: user.identifier('_id'),
      username: user.text('username'),
      displayName:
        user.text('fullname', 'name') ?? user.joined('first_name', 'last_name') ?? user.text('username'),
      name: { givenName: user.text('first_name'), familyName: user.text('last_name') },
      emails: user.emails('email', 'email_verified'),
      photos: user.photos('profile', 'picture', 'avatar'),
      walletAddress: user.text('wallet_address'),
      telegramId: user.identifier('telegram_id'),
      phone: user.text('phone'),
      createdAt: user.text('created_at'),
    }),
  },
});

/** The first version, which the npm package `@koompi/oauth` speaks: other paths, and no refresh. */
const { refresh: _refresh, ...withoutRefresh } = v2;
const v1: KoompiDeclaration = defineProvider({
  ...withoutRefresh,
  endpoints: {
    authorization: 'https://oauth.koompi.org/v1/oauth',
    token: 'https://oauth.koompi.org/v1/oauth/token',
    userProfile: 'https://oauth.koompi.org/v1/oauth/userinfo',
  },
});

/** The declarations by the name of their preset. */
export const presets: Readonly<Record<'v2' | 'v1', KoompiDeclaration>> = { v2, v1 };
