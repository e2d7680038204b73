import passport from 'passport';
import { expectStrategy, expectType } from './support';
import type { TokenSet } from 'passport-oauth2-base';
import KoompiDefault, { KoompiClient, KoompiScope, Strategy } from 'passport-koompi';
import type {
  Erc1155,
  Erc1155Mint,
  Erc20,
  Erc20Transfer,
  KoompiProfile,
  KoompiStrategyOptions,
  KoompiStrategyOptionsWithRequest,
  Unverified,
  UnverifiedParameters,
} from 'passport-koompi';

const options = { clientID: 'a', clientSecret: 'b', callbackURL: '/c' };

// passport-oauth2's forms give the profile its type, and Passport takes the strategy.
passport.use(
  new Strategy(options, (accessToken, refreshToken, profile, done) => {
    expectType<string>()(accessToken);
    expectType<string | undefined>()(refreshToken);
    expectType<KoompiProfile>()(profile);
    expectType<string>()(profile.id);
    expectType<string | undefined>()(profile.walletAddress);
    done(null, { id: profile.id });
    done(null, false, { message: 'no' });
    done(new Error('no'));
  }),
);
// The forms of verify are the base's: see strategy-class.ts.
expectStrategy<KoompiClient, KoompiStrategyOptions, KoompiProfile>()(Strategy);
expectType<typeof Strategy>()(KoompiDefault);

// Options that are no options, and contradictions.
// @ts-expect-error -- misspelt
new Strategy({ ...options, clientId: 'a' }, () => undefined);
// @ts-expect-error -- another provider's
new Strategy({ ...options, dangerouslyUseEmailAsId: true }, () => undefined);
// @ts-expect-error -- no callbackURL
new Strategy({ clientID: 'a', clientSecret: 'b' }, () => undefined);
// @ts-expect-error -- no clientSecret
new Strategy({ clientID: 'a', callbackURL: '/c' }, () => undefined);
// @ts-expect-error -- not a source
new Strategy({ ...options, profileSource: 'id_token' }, () => undefined);
// @ts-expect-error -- only S256 is safe
new Strategy({ ...options, pkce: 'plain' }, () => undefined);

const strategy = new Strategy(options, () => undefined);

const client = new KoompiClient({ clientID: 'a', clientSecret: 'b' });
expectType<Promise<TokenSet>>()(client.refresh('token'));
expectType<Promise<KoompiProfile>>()(client.userProfile('token'));
expectType<Promise<void> | undefined>()(client.revoke?.('token'));
// @ts-expect-error -- there is no revoke without revocationURL
void client.revoke('token');
// @ts-expect-error -- a secret is needed
new KoompiClient({ clientID: 'a' });

const frozen: KoompiStrategyOptions = Object.freeze({ ...options, scope: ['profile.basic'] as const });
const requesting: KoompiStrategyOptionsWithRequest = { ...options, passReqToCallback: true };
new Strategy(frozen, () => undefined);
new Strategy(requesting, () => undefined);

// KID: its options, and its claims in the profile.
new Strategy(
  {
    ...options,
    preset: 'kid',
    issuer: 'https://api.kid.koompi.org',
    discovery: false,
    jwksURL: 'https://api.kid.koompi.org/keys',
    maxAge: 60,
    dangerouslyAcceptProviderState: true,
    apiURL: 'https://api.kid.koompi.org/v2',
    apiKey: 'key',
  },
  (_accessToken, _refreshToken, profile, done) => {
    expectType<string | undefined>()(profile.kid);
    expectType<string | undefined>()(profile.publicKey);
    expectType<boolean | undefined>()(profile.phoneVerified);
    expectType<string | undefined>()(profile.mergedFrom?.[0]?.sub);
    done(null, { id: profile.id });
  },
);
// @ts-expect-error -- not a preset
new Strategy({ ...options, preset: 'v3' }, () => undefined);
// @ts-expect-error -- KID publishes its keys; there is no secret to share
new Strategy({ ...options, preset: 'kid', idTokenSharedSecret: 's' }, () => undefined);
// @ts-expect-error -- switched on by `true`
new Strategy({ ...options, preset: 'kid', dangerouslyAcceptProviderState: 'yes' }, () => undefined);

// Scopes by name, each the text itself.
expectType<'wallet.transfer'>()(KoompiScope.walletTransfer);
expectType<'openid'>()(KoompiScope.openid);
const scope: KoompiScope = 'profile.telegram';
new Strategy(
  { ...options, scope: [scope, KoompiScope.profileBasic, 'a.scope.of.tomorrow'] },
  () => undefined,
);
// @ts-expect-error -- no such scope
void KoompiScope.walletWrite;
// @ts-expect-error -- no such scope
const unknownScope: KoompiScope = 'wallet.write';
// @ts-expect-error -- nobody changes them
KoompiScope.openid = 'openid';
void unknownScope;

// The wallet. What KOOMPI does not document is unknown: it must be looked at before it is used.
expectType<Erc20>()(client.erc20);
expectType<Erc1155>()(client.erc1155);
declare const tokens: TokenSet;
const address = `0x${'a'.repeat(40)}`;
const order: Erc20Transfer = { to: address, token: address, amount: 10n ** 18n };
expectType<Promise<unknown>>()(client.erc20.transfer(tokens, order));
expectType<Promise<Unverified>>()(client.erc20.transfer('token', { ...order, amount: '1' }));
void client.erc20.transfer({ accessToken: 'token', scope: [] }, order);
// @ts-expect-error -- a number would be rounded
void client.erc20.transfer(tokens, { ...order, amount: 1 });
// @ts-expect-error -- no amount
void client.erc20.transfer(tokens, { to: address, token: address });
// @ts-expect-error -- KOOMPI's names are for the wire
void client.erc20.transfer(tokens, { to_address: address, token_address: address, amount: 1n });
// @ts-expect-error -- no token
void client.erc20.transfer(order);
declare const answer: Awaited<ReturnType<Erc20['transfer']>>;
// @ts-expect-error -- unverified
void answer.transaction_hash;

const parameters: UnverifiedParameters = { address };
expectType<Promise<unknown>>()(client.erc20.balance(parameters));
expectType<Promise<unknown>>()(client.erc20.balance({ anything: [1] }, { method: 'POST' }));
// @ts-expect-error -- KOOMPI reads by GET or POST
void client.erc20.balance({}, { method: 'DELETE' });
// @ts-expect-error -- no parameters
void client.erc20.balance();

const minted: Erc1155Mint = { to: address, tokenId: 1, amount: 1, metadataURI: 'ipfs://x' };
expectType<Promise<unknown>>()(client.erc1155.mint(minted));
// @ts-expect-error -- KOOMPI takes JSON numbers
void client.erc1155.mint({ ...minted, tokenId: 1n });
// @ts-expect-error -- KOOMPI takes JSON numbers
void client.erc1155.mint({ ...minted, tokenId: '1' });
expectType<Promise<unknown>>()(client.erc1155.burn({ token_id: 1, amount: 1, from_address: address }));
// @ts-expect-error -- no parameters
void client.erc1155.burn();
// @ts-expect-error -- KOOMPI documents no transfer of NFTs
void client.erc1155.transfer;
// @ts-expect-error -- the calls cannot be replaced
client.erc20 = strategy.client.erc20;
expectType<KoompiClient['erc20']>()(strategy.client.erc20);
