import { defineProvider, type ProviderDeclaration, type UserObject } from 'passport-oauth2-base';
import { openid } from 'passport-oauth2-base/oidc';
import type { KoompiOptions } from './options';
import type { KoompiFields } from './profile';

type KoompiDeclaration = ProviderDeclaration<KoompiFields, KoompiOptions>;

const options = {
  preset: ['v2', 'v1', 'kid'],
  profileSource: ['token', 'userinfo'],
  apiKey: 'string',
} as const;

const profile: Omit<KoompiDeclaration['profile'], 'map'> = {
  fromTokenResponse: (response, { profileSource }) =>
    profileSource === 'userinfo' ? undefined : response['user'],
  fromEndpoint: (answer) => answer['user'] ?? answer,
};

/** Everything but the id: which member that is depends on the generation. */
function fieldsOf(user: UserObject): Omit<KoompiFields, 'id'> {
  return {
    username: user.text('username', 'preferred_username'),
    displayName:
      user.text('fullname', 'name') ??
      user.joined('first_name', 'last_name') ??
      user.joined('given_name', 'family_name') ??
      user.text('username', 'preferred_username'),
    name: {
      givenName: user.text('first_name', 'given_name'),
      familyName: user.text('last_name', 'family_name'),
    },
    emails: user.emails('email', 'email_verified'),
    photos: user.photos('profile', 'picture', 'avatar'),
    walletAddress: user.text('wallet_address') ?? user.object('wallet')?.text('address'),
    telegramId: user.identifier('telegram_id'),
    phone: user.text('phone', 'phone_number'),
    phoneVerified: user.flag('phone_number_verified'),
    createdAt: user.text('created_at'),
    kid: user.identifier('kid'),
    publicKey: user.text('public_key'),
    mergedFrom: user
      .objects('merged_from')
      ?.map((merged) => ({ sub: merged.identifier('sub'), kid: merged.identifier('kid') })),
  };
}

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
    api: 'https://oauth.koompi.org/v2',
  },
  clientAuthentication: 'client_secret_post',
  // KOOMPI's own SDK makes a challenge for every login; the plain HTTP flow works without.
  pkce: 'optional',
  tokenRequest: { encoding: 'json' },
  refresh: { grantType: false },
  // The refresh response has no token type, and neither has the token response in one of KOOMPI's documents.
  tokenResponse: { optionalTokenType: true },
  options,
  profile: { ...profile, map: (user) => ({ ...fieldsOf(user), id: user.identifier('_id') }) },
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

/** The renamed service, KID: an OpenID provider that is found by discovery, as https://dash.kid.koompi.org says. */
const kid: KoompiDeclaration = defineProvider({
  name: 'koompi',
  title: 'KOOMPI',
  documentation: 'https://dash.kid.koompi.org',
  endpoints: {
    issuer: 'https://api.kid.koompi.org',
    authorization: '{issuer}/oauth',
    token: '{issuer}/oauth/token',
    userProfile: '{issuer}/oauth/userinfo',
    revocation: '{issuer}/oauth/revoke',
  },
  clientAuthentication: 'client_secret_post',
  // KID's documents say that the service does PKCE itself, and that applications should not.
  pkce: 'opt_in',
  // The id_token is what binds the login to the browser where PKCE does not.
  scope: ['openid', 'profile.basic'],
  // Its clients send the callback's state back, by which the service finds its own PKCE record.
  tokenRequest: { encoding: 'json', forwardState: true },
  replacesState: true,
  refresh: {},
  tokenResponse: { optionalTokenType: true },
  openid: openid({ algorithms: ['RS256'], discovery: true }),
  options,
  profile: { ...profile, map: (user) => ({ ...fieldsOf(user), id: user.identifier('sub') }) },
});

/** The declarations by the name of their preset. */
export const presets: Readonly<Record<'v2' | 'v1' | 'kid', KoompiDeclaration>> = { v2, v1, kid };
