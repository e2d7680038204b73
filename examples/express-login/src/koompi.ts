import { Strategy as KoompiStrategy } from 'passport-koompi';
import { choice } from './environment';
import type { Service } from './services';
import { readWalletTokens } from './wallet-tokens';

const common = {
  title: 'KOOMPI',
  description:
    'Sign in with a KOOMPI account: name, contact details, and a wallet whose tokens people can send from here.',
  traits: ['PKCE', 'Scopes', 'Wallet', 'KID: OpenID Connect'],
  packageName: 'passport-koompi',
  line: "passport.use(new KoompiStrategy({ clientID, clientSecret, callbackURL }, verify));\n// The renamed service: { preset: 'kid', clientID, … }",
  monogram: 'KO',
  accent: { light: ['#0b6e7f', '#ffffff'], dark: ['#66d9e8', '#06262b'] },
  variables: ['KOOMPI_CLIENT_ID', 'KOOMPI_CLIENT_SECRET'],
  withdraw: 'The refresh token stays valid at KOOMPI for a year; this application has forgotten it.',
  page: { href: '/koompi/wallet', label: 'Open the wallet' },
} as const;

/** More than the minimum: the wallet page reads and sends. */
const scope = [
  'profile.basic',
  'profile.contact',
  'wallet.read',
  'wallet.balance',
  'wallet.transfer',
] as const;

/** What each preset asks for, and the profile from where it is complete. */
const presets = {
  v2: { preset: 'v2', scope: [...scope], profileSource: 'userinfo' },
  kid: { preset: 'kid', scope: ['openid', ...scope], profileSource: 'userinfo' },
} as const;

const idTokenCheck = 'Signature verified with the keys that KID publishes (JWKS).';

/** KOOMPI, and beside it the renamed service, KID, as long as both are emulated. */
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
    emulated: ({ kid: { koompi } }, login) => ({
      strategy: new KoompiStrategy({ ...koompi.kidOptions, ...presets.kid, ...login }),
      walletTokens: Object.values(koompi.tokens),
      idTokenCheck,
    }),
  },
];
