import { Strategy as CoinPayStrategy } from 'passport-coinpay';
import { choice, type ReadVariable } from './environment';
import type { LoginOptions, OpenLogin, Service } from './service';

const presets = ['documented', 'published'] as const;
type Preset = (typeof presets)[number];

const common = {
  title: 'CoinPay',
  description:
    'Sign in merchants with OpenID Connect. CoinPay documents one server and publishes the source of another one. A preset has the URLs and the signing method of each.',
  traits: ['OpenID Connect', 'PKCE required', 'Wallets', 'Two presets'],
  packageName: 'passport-coinpay',
  line: "passport.use(new CoinPayStrategy({ clientID, clientSecret, callbackURL }, verify));\n// The server that CoinPay publishes: { preset: 'published', clientID, … }",
  monogram: 'CP',
  accent: { light: ['#1b5cb8', '#ffffff'], dark: ['#8cc2ff', '#062244'] },
  variables: ['COINPAY_OAUTH_CLIENT_ID', 'COINPAY_OAUTH_CLIENT_SECRET'],
  page: { href: '/coinpay/wallets', label: 'Show the wallets' },
  withdraw: 'The access token expires within an hour. This site has deleted it.',
} as const;

/** CoinPay as its guide describes it, and the published server. Both are offered only while they are emulated. */
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
    secondChoice: 'Use the published preset',
    emulated: ({ published }, login) =>
      opened('published', { ...published.coinpay.publishedOptions, ...login }),
  },
];

type CoinPayOptions = LoginOptions & {
  readonly clientID: string;
  readonly clientSecret: string;
  readonly issuer: string | undefined;
};

/** How an id_token is checked, in words for the account page. */
const checks: Readonly<Record<Preset, string>> = {
  documented: 'Signature verified with the keys that CoinPay publishes (JWKS).',
  published:
    'Confirmed by userinfo over TLS. Only CoinPay has the key of the signature, so nobody else can check it.',
};

/** Only the published server has the scopes for wallets and the DID. */
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

/** CoinPay's guide has a variable for it, although only one URL can work here. */
function redirectURI(variable: ReadVariable, { callbackURL }: LoginOptions): string {
  const given = variable('COINPAY_OAUTH_REDIRECT_URI');
  if (given === '' || given === callbackURL) return callbackURL;
  throw new Error(
    `COINPAY_OAUTH_REDIRECT_URI is ${given}, but people come back to ${callbackURL}. ` +
      'Set BASE_URL to the URL of this application, and register the same callback URL at CoinPay.',
  );
}
