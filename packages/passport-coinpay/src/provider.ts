import { defineProvider, type ProfileDeclaration, type ProviderDeclaration } from 'passport-oauth2-base';
import { openid } from 'passport-oauth2-base/oidc';
import type { CoinPayOptions } from './options';
import type { CoinPayFields } from './profile';

type CoinPayDeclaration = ProviderDeclaration<CoinPayFields, CoinPayOptions>;

const profile: ProfileDeclaration<CoinPayFields, CoinPayOptions> = {
  map: (user) => ({
    id: user.identifier('sub'),
    displayName: user.text('name', 'preferred_username', 'email'),
    username: user.text('preferred_username'),
    name: { givenName: user.text('given_name'), familyName: user.text('family_name') },
    emails: user.emails('email', 'email_verified'),
    photos: user.photos('picture'),
    did: user.text('did'),
    updatedAt: timeOf(user.json['updated_at']),
    wallets: user.objects('wallets')?.map((wallet) => ({
      address: wallet.text('address'),
      chain: wallet.text('chain'),
      label: wallet.text('label'),
      businessId: wallet.text('business_id'),
    })),
  }),
};

/** Seconds since 1970 as ISO 8601; a Date holds 8.64e12 of them at most. */
function timeOf(seconds: unknown): string | undefined {
  if (typeof seconds !== 'number' || !(Math.abs(seconds) <= 8.64e12)) return undefined;
  return new Date(seconds * 1000).toISOString();
}

const publishedInstead =
  "The server that CoinPay publishes has other addresses and signs id_tokens with a key that nobody else holds. Try `preset: 'published'`";

const common = {
  name: 'coinpay',
  environment: 'COINPAY_OAUTH',
  title: 'CoinPay',
  documentation: 'https://coinpayportal.com/dashboard/oauth',
  clientAuthentication: 'client_secret_post',
  pkce: 'required',
  scope: ['openid', 'profile', 'email'],
  refresh: {},
  options: { preset: ['documented', 'published'], profileSource: ['id_token', 'userinfo'] },
} as const;

/** CoinPay as its guide "Sign in with CoinPay" describes it. */
const documented: CoinPayDeclaration = defineProvider({
  ...common,
  endpoints: {
    issuer: 'https://coinpayportal.com',
    authorization: '{issuer}/oauth/authorize',
    token: '{issuer}/oauth/token',
    jwks: '{issuer}/.well-known/jwks.json',
    // The guide names none; this is where the published server has it.
    userProfile: '{issuer}/api/oauth/userinfo',
    api: '{issuer}/api',
  },
  openid: openid({ algorithms: ['RS256', 'ES256', 'PS256', 'EdDSA'], required: true }),
  profile: {
    ...profile,
    fromClaims: (claims, { profileSource }) => (profileSource === 'userinfo' ? undefined : claims),
  },
  hints: {
    token_refused: `See \`code\`. ${publishedInstead}, if this is an address that does not exist (404).`,
    response_not_json: `${publishedInstead}.`,
    jwks_refused: `${publishedInstead}, or give \`jwksURL\`.`,
    id_token_algorithm: `${publishedInstead}, or \`idTokenSharedSecret\` for a server of your own.`,
  },
});

/** CoinPay as its published server does it: addresses by discovery, HS256 with a secret of the server's own. */
const published: CoinPayDeclaration = defineProvider({
  ...common,
  endpoints: {
    issuer: 'https://coinpayportal.com',
    authorization: '{issuer}/api/oauth/authorize',
    token: '{issuer}/api/oauth/token',
    jwks: '{issuer}/api/oauth/jwks',
    userProfile: '{issuer}/api/oauth/userinfo',
    api: '{issuer}/api',
  },
  openid: openid({
    algorithms: ['RS256', 'ES256', 'PS256', 'EdDSA'],
    required: true,
    discovery: true,
    signature: 'when_possible',
  }),
  profile,
});

/** The declarations by the name of their preset. */
export const presets: Readonly<Record<'documented' | 'published', CoinPayDeclaration>> = {
  documented,
  published,
};
