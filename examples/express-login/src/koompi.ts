import { Strategy as KoompiStrategy } from 'passport-koompi';
import { choice } from './environment';
import type { Service } from './service';
import { readWalletTokens } from './wallet-tokens';

const common = {
  title: 'KOOMPI',
  description:
    'Sign in with a KOOMPI account. It has a name, contact details, and a wallet with tokens to send.',
  traits: ['PKCE', 'Scopes', 'Wallet', 'KID: OpenID Connect'],
  packageName: 'passport-koompi',
  line: "passport.use(new KoompiStrategy({ clientID, clientSecret, callbackURL }, verify));\n// The renamed service: { preset: 'kid', clientID, … }",
  monogram: 'KO',
  accent: { light: ['#0b6e7f', '#ffffff'], dark: ['#66d9e8', '#06262b'] },
  variables: ['KOOMPI_CLIENT_ID', 'KOOMPI_CLIENT_SECRET'],
  withdraw: 'The refresh token stays valid at KOOMPI for a year. This site has deleted it.',
  page: { href: '/koompi/wallet', label: 'Open the wallet' },
} as const;

/** The wallet page needs more than the minimum. */
const scope = [
  'profile.basic',
  'profile.contact',
  'wallet.read',
  'wallet.balance',
  'wallet.transfer',
] as const;

/** The options of each preset. Only userinfo has the complete profile. */
const presets = {
  v2: { preset: 'v2', scope: [...scope], profileSource: 'userinfo' },
  kid: { preset: 'kid', scope: ['openid', ...scope], profileSource: 'userinfo' },
} as const;

const idTokenCheck = 'Signature verified with the keys that KID publishes (JWKS).';

/** KOOMPI and the renamed service, KID. Both are offered only while they are emulated. */
export const koompi: readonly [v2: Service, kid: Service] = [
  {
    ...common,
    name: 'koompi',
    variant: 'v2',
    live: (variable, login) => {
      const preset = choice('KOOMPI_PRESET', ['v2', 'kid'], variable) ?? 'v2';
      return {
        strategy: new KoompiStrategy({
          clientID: variable('KOOMPI_CLIENT_ID'),
          clientSecret: variable('KOOMPI_CLIENT_SECRET'),
          apiURL: variable('KOOMPI_API_URL') || undefined,
          ...presets[preset],
          ...login,
        }),
        walletTokens: readWalletTokens(variable('KOOMPI_TOKENS')),
        ...(preset === 'kid' ? { idTokenCheck } : {}),
      };
    },
    emulated: ({ main: { koompi } }, login) => ({
      strategy: new KoompiStrategy({ ...koompi.options, ...presets.v2, ...login }),
      walletTokens: Object.values(koompi.tokens),
    }),
  },
  {
    ...common,
    name: 'koompi-kid',
    variant: 'KID',
    secondChoice: 'Use KID, the renamed service',
    emulated: ({ kid: { koompi } }, login) => ({
      strategy: new KoompiStrategy({ ...koompi.kidOptions, ...presets.kid, ...login }),
      walletTokens: Object.values(koompi.tokens),
      idTokenCheck,
    }),
  },
];
