import { Strategy as CoinPayStrategy } from 'passport-coinpay';
import { choice, type ReadVariable } from './environment';
import type { LoginOptions, OpenLogin, Service } from './services';

const presets = ['documented', 'published'] as const;
type Preset = (typeof presets)[number];

const common = {
  title: 'CoinPay',
  description:
    'Let merchants in by OpenID Connect: with the server of CoinPay’s guide, or with the one whose source it publishes. They differ in addresses and in how an id_token is signed; a preset knows both.',
  traits: ['OpenID Connect', 'PKCE required', 'Wallets', 'Two presets'],
  packageName: 'passport-coinpay',
  line: "passport.use(new CoinPayStrategy({ clientID, clientSecret, callbackURL }, verify));\n// The server that CoinPay publishes: { preset: 'published', clientID, … }",
  monogram: 'CP',
  accent: { light: ['#1b5cb8', '#ffffff'], dark: ['#8cc2ff', '#062244'] },
  variables: ['COINPAY_OAUTH_CLIENT_ID', 'COINPAY_OAUTH_CLIENT_SECRET'],
  page: { href: '/coinpay/wallets', label: 'Show the wallets' },
  withdraw: 'The access token ends within the hour; this application has forgotten it.',
} as const;

/** CoinPay as its guide describes it, and the published server beside it as long as both are emulated. */
export const coinpay: readonly [documented: Service, published: Service] = [
  {
    ...common,
    name: 'coinpay',
    variant: 'documented preset',
    live: (variable, login) =>
      opened(choice('COINPAY_PRESET', presets, variable) ?? 'documented', {
        clientID: variable('COINPAY_OAUTH_CLIENT_ID'),
        clientSecret: variable('COINPAY_OAUTH_CLIENT_SECRET'),
        issuer: variable('COINPAY_OAUTH_ISSUER') || undefined,
        ...login,
        callbackURL: redirectURI(variable, login),
      }),
    emulated: ({ main }, login) => opened('documented', { ...main.coinpay.options, ...login }),
  },
  {
    ...common,
    name: 'coinpay-published',
    variant: 'published preset',
    emulated: ({ published }, login) =>
      opened('published', { ...published.coinpay.publishedOptions, ...login }),
  },
];

type CoinPayOptions = LoginOptions & {
  readonly clientID: string;
  readonly clientSecret: string;
  readonly issuer: string | undefined;
};

/** How an id_token is checked, in the words of the account page. */
const checks: Readonly<Record<Preset, string>> = {
  documented: 'Signature verified with the keys that CoinPay publishes (JWKS).',
  published:
    'Confirmed by userinfo over TLS. CoinPay signs it with a key that nobody else has, so the signature itself cannot be checked.',
};

/** The guide knows neither wallets nor DID; the published server tells of them to whoever asks. */
const scopes: Readonly<Record<Preset, readonly string[]>> = {
  documented: ['openid', 'email', 'profile'],
  published: ['openid', 'email', 'profile', 'did', 'wallet:read'],
};

function opened(preset: Preset, options: CoinPayOptions): OpenLogin {
  const strategy = new CoinPayStrategy({ ...options, preset, scope: scopes[preset] });
  return {
    strategy,
    idTokenCheck: checks[preset],
    endLogin: async (refreshToken) => (await strategy.client.logout(refreshToken)).explanation,
  };
}

/** CoinPay's guide has a variable for it, although there is one address only that can work here. */
function redirectURI(variable: ReadVariable, { callbackURL }: LoginOptions): string {
  const given = variable('COINPAY_OAUTH_REDIRECT_URI');
  if (given === '' || given === callbackURL) return callbackURL;
  throw new Error(
    `COINPAY_OAUTH_REDIRECT_URI is ${given}, but people come back to ${callbackURL}. ` +
      'Set BASE_URL to the address of this application, and register the same at CoinPay.',
  );
}
