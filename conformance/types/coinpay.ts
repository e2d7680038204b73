import passport from 'passport';
import type { TokenSet } from 'passport-oauth2-base';
import CoinPayDefault, { CoinPayClient, CoinPayScope, Strategy } from 'passport-coinpay';
import type {
  CoinPayAccountWallet,
  CoinPayClientOptions,
  CoinPayProfile,
  CoinPayRegistration,
  CoinPayStrategyOptions,
  CoinPayStrategyOptionsWithRequest,
  CoinPayWallet,
  CoinPayWalletFilter,
} from 'passport-coinpay';
import { expectStrategy, expectType } from './support';

const options = { clientID: 'a', clientSecret: 'b', callbackURL: '/c' };

passport.use(
  new Strategy(options, (accessToken, refreshToken, profile, done) => {
    expectType<string>()(accessToken);
    expectType<string | undefined>()(refreshToken);
    expectType<CoinPayProfile>()(profile);
    expectType<string>()(profile.id);
    expectType<string | undefined>()(profile.did);
    expectType<string | undefined>()(profile.updatedAt);
    expectType<readonly CoinPayWallet[] | undefined>()(profile.wallets);
    expectType<string | undefined>()(profile.wallets?.[0]?.businessId);
    expectType<boolean | undefined>()(profile.emails?.[0]?.verified);
    done(null, { id: profile.id });
  }),
);
// The forms of verify are the base's: see strategy-class.ts.
expectStrategy<CoinPayClient, CoinPayStrategyOptions, CoinPayProfile>()(Strategy);
expectType<typeof Strategy>()(CoinPayDefault);

// Every option of OpenID Connect, and its own.
new Strategy(
  {
    ...options,
    preset: 'published',
    profileSource: 'userinfo',
    issuer: 'https://example-business.com',
    jwksURL: 'https://example-business.com/jwks',
    discovery: true,
    maxAge: 60,
    idTokenSharedSecret: 'x',
    scope: ['openid', 'wallet:read'],
    pkce: 'S256',
    state: true,
  },
  () => undefined,
);

// @ts-expect-error -- PKCE cannot be turned off
new Strategy({ ...options, pkce: false }, () => undefined);
// @ts-expect-error -- nor can state
new Strategy({ ...options, state: false }, () => undefined);
// @ts-expect-error -- no such preset
new Strategy({ ...options, preset: 'legacy' }, () => undefined);
// @ts-expect-error -- no such source
new Strategy({ ...options, profileSource: 'token' }, () => undefined);
// @ts-expect-error -- misspelt
new Strategy({ ...options, jwksUrl: 'https://example-business.com' }, () => undefined);
// @ts-expect-error -- no clientSecret
new Strategy({ clientID: 'a', callbackURL: '/c' }, () => undefined);
// @ts-expect-error -- no callbackURL
new Strategy({ clientID: 'a', clientSecret: 'b' }, () => undefined);

const client = new CoinPayClient({ clientID: 'a', clientSecret: 'b', preset: 'published' });
expectType<Promise<TokenSet>>()(client.refresh('token'));
expectType<Promise<TokenSet>>()(client.refresh('token', { claims: { sub: 'x' } }));
expectType<Promise<CoinPayProfile>>()(client.userProfile('token'));
void client.logout('token').then(({ revoked, explanation }) => {
  expectType<boolean>()(revoked);
  expectType<string>()(explanation);
});
expectType<Promise<void> | undefined>()(client.revoke?.('token'));
// @ts-expect-error -- there is no revoke without revocationURL
void client.revoke('token');
// @ts-expect-error -- a secret is needed
new CoinPayClient({ clientID: 'a' });

const frozen: CoinPayStrategyOptions = Object.freeze({ ...options, scope: ['openid'] as const });
const requesting: CoinPayStrategyOptionsWithRequest = { ...options, passReqToCallback: true };
const clientOptions: CoinPayClientOptions = { clientID: 'a', clientSecret: 'b' };
new Strategy(frozen, () => undefined);
new Strategy(requesting, () => undefined);
new CoinPayClient(clientOptions);

// A scope by its name: the constant is the text to the letter, and the type is all of them.
expectType<'wallet:read'>()(CoinPayScope.walletRead);
const scope: CoinPayScope = 'payments';
new Strategy({ ...options, scope: [CoinPayScope.openid, scope] }, () => undefined);
// @ts-expect-error -- no such scope
void CoinPayScope.wallets;

// Calls take a token or a TokenSet, and a filter under this family's names.
declare const tokens: TokenSet;
const filter: CoinPayWalletFilter = { source: 'business', businessId: 'x' };
expectType<Promise<readonly CoinPayAccountWallet[]>>()(client.wallets('token'));
expectType<Promise<readonly CoinPayAccountWallet[]>>()(client.wallets(tokens, filter));
expectType<Promise<CoinPayRegistration>>()(client.registration());
void client.wallets(tokens).then(([wallet]) => {
  expectType<string | undefined>()(wallet?.wallet_address);
  expectType<'account' | 'business' | undefined>()(wallet?.source);
});
// @ts-expect-error -- whose wallets?
void client.wallets();
// @ts-expect-error -- CoinPay's name, which would be no filter
void client.wallets(tokens, { business_id: 'x' });
// @ts-expect-error -- no such source
void client.wallets(tokens, { source: 'mine' });
