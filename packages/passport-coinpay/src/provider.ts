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

/** Converts seconds since 1970 to ISO 8601. A Date holds at most 8.64e12 seconds. */
function timeOf(seconds: unknown): string | undefined {
  if (typeof seconds !== 'number' || !(Math.abs(seconds) <= 8.64e12)) return undefined;
  return new Date(seconds * 1000).toISOString();
}

const publishedInstead =
  "The server that CoinPay publishes has other URLs and signs id_tokens with a secret key of its own. Try `preset: 'published'`";

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

/** CoinPay as described by its guide "Sign in with CoinPay". */
const documented: CoinPayDeclaration = defineProvider({
  ...common,
  endpoints: {
    issuer: 'https://coinpayportal.com',
    authorization: '{issuer}/oauth/authorize',
    token: '{issuer}/oauth/token',
    jwks: '{issuer}/.well-known/jwks.json',
    // Not in the guide; this is the path of the published server.
    userProfile: '{issuer}/api/oauth/userinfo',
    api: '{issuer}/api',
  },
  openid: openid({ algorithms: ['RS256', 'ES256', 'PS256', 'EdDSA'], required: true }),
  profile: {
    ...profile,
    fromClaims: (claims, { profileSource }) => (profileSource === 'userinfo' ? undefined : claims),
  },
  hints: {
    token_refused: `See \`code\`. If the URL does not exist (404): ${publishedInstead}.`,
    response_not_json: `${publishedInstead}.`,
    jwks_refused: `${publishedInstead}, or set \`jwksURL\`.`,
    id_token_algorithm: `${publishedInstead}, or set \`idTokenSharedSecret\` for a server of your own.`,
  },
});

/** CoinPay's published server: URLs by discovery, id_tokens signed with HS256 and a secret of the server. */
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
