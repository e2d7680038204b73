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
  fromEndpoint: (response) => response['user'] ?? response,
};

/** An object without `_id`. The userinfo endpoint, which has it, is asked then. */
function isAnonymous(user: unknown): boolean {
  if (typeof user !== 'object' || user === null || Array.isArray(user)) return false;
  const { _id = null } = user as { readonly _id?: unknown };
  return _id === null || _id === '';
}

/** All fields except `id`, whose source depends on the preset. */
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
  // KOOMPI's SDK sends a code challenge with every login; the documented HTTP flow does not.
  pkce: 'optional',
  tokenRequest: { encoding: 'json' },
  refresh: { grantType: false, undocumentedErrors: true },
  // The refresh response has no token type. One of KOOMPI's documents shows a token response without it, too.
  tokenResponse: { optionalTokenType: true },
  options,
  profile: {
    ...profile,
    fromTokenResponse: (response, chosen) =>
      isAnonymous(response['user']) ? undefined : profile.fromTokenResponse?.(response, chosen),
    map: (user) => ({ ...fieldsOf(user), id: user.identifier('_id') }),
  },
});

/** Version 1, used by the npm package `@koompi/oauth`: other paths, and no refresh. */
const { refresh: _refresh, ...withoutRefresh } = v2;
const v1: KoompiDeclaration = defineProvider({
  ...withoutRefresh,
  endpoints: {
    authorization: 'https://oauth.koompi.org/v1/oauth',
    token: 'https://oauth.koompi.org/v1/oauth/token',
    userProfile: 'https://oauth.koompi.org/v1/oauth/userinfo',
  },
});

/** KID, the renamed service: an OpenID provider with discovery. Source: https://dash.kid.koompi.org. */
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
  // KID's documentation asks applications not to use PKCE, because the service does it itself.
  pkce: 'opt_in',
  // Without PKCE, the nonce in the id_token binds the login to the browser.
  scope: ['openid', 'profile.basic'],
  // KID's clients repeat the callback's state here; the service uses it to find its PKCE record.
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
