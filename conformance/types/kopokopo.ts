import express from 'express';
import { startGuard } from 'passport-oauth2-base';
import passport from 'passport';
import type { Introspection, TokenSet } from 'passport-oauth2-base';
import KopoKopoDefault, {
  AccountStrategy,
  applicationToken,
  KopoKopoClient,
  Strategy,
  verifyWebhook,
  webhook,
} from 'passport-kopokopo';
import type {
  KopoKopoAccountStrategyOptions,
  KopoKopoResponse,
  KopoKopoCallOptions,
  KopoKopoClientOptions,
  KopoKopoEvent,
  KopoKopoPaymentRequest,
  KopoKopoProfile,
  KopoKopoRequest,
  KopoKopoRequestOptions,
  KopoKopoStrategyOptions,
  KopoKopoStrategyOptionsWithRequest,
  KopoKopoSubscription,
  KopoKopoVersion,
  KopoKopoWebhook,
  KopoKopoWebhookOptions,
  KopoKopoWebhookStore,
} from 'passport-kopokopo';
import { expectStrategy, expectType } from './support';

const options = { clientID: 'a', clientSecret: 'b' };

// No callbackURL is needed, and one is accepted.
passport.use(
  new Strategy(options, (accessToken, refreshToken, profile, done) => {
    expectType<string>()(accessToken);
    expectType<string | undefined>()(refreshToken);
    expectType<KopoKopoProfile>()(profile);
    expectType<string | undefined>()(profile.resourceOwnerId);
    expectType<readonly string[] | undefined>()(profile.scopes);
    done(null, { application: profile.id });
  }),
);
new Strategy(
  { ...options, callbackURL: '/c', environment: 'sandbox', applicationName: 'x' },
  () => undefined,
);
// The forms of verify are the base's: see strategy-class.ts.
expectStrategy<KopoKopoClient, KopoKopoStrategyOptions, KopoKopoProfile>()(Strategy);
expectType<typeof Strategy>()(KopoKopoDefault);

// @ts-expect-error -- no such environment
new Strategy({ ...options, environment: 'test' }, () => undefined);
// @ts-expect-error -- misspelt
new Strategy({ ...options, baseUrl: 'https://example-business.com' }, () => undefined);
// @ts-expect-error -- no login, no scope
new Strategy({ ...options, scope: 'x' }, () => undefined);
// @ts-expect-error -- no clientSecret
new Strategy({ clientID: 'a' }, () => undefined);

// The account's strategy needs two addresses.
const account = { ...options, callbackURL: '/c', authorizationURL: 'https://example-business.com/authorize' };
const accountStrategy = new AccountStrategy(account, (_accessToken, _refreshToken, profile, done) => {
  expectType<KopoKopoProfile>()(profile);
  done(null, { id: profile.id });
});
passport.use('account', accountStrategy);
expectStrategy<KopoKopoClient, KopoKopoAccountStrategyOptions, KopoKopoProfile>()(AccountStrategy);
new AccountStrategy({ ...account, scope: ['x'], pkce: false, passReqToCallback: true }, () => undefined);
new AccountStrategy({ ...account, refreshURL: 'https://example-business.com/token' }, () => undefined);
expectType<Promise<TokenSet> | undefined>()(accountStrategy.client.refresh?.('token'));
// @ts-expect-error -- no authorizationURL
new AccountStrategy({ ...options, callbackURL: '/c' }, () => undefined);
// @ts-expect-error -- no callbackURL
new AccountStrategy({ ...options, authorizationURL: 'https://example-business.com' }, () => undefined);

const client = new KopoKopoClient({ ...options, baseURL: 'https://app.kopokopo.com' });
expectType<Promise<TokenSet>>()(client.applicationToken());
expectType<Promise<KopoKopoProfile>>()(client.tokenInfo());
expectType<Promise<KopoKopoProfile>>()(client.tokenInfo('token'));
expectType<Promise<Introspection>>()(client.introspect('token'));
expectType<Promise<void>>()(client.revoke('token'));
// @ts-expect-error -- Kopo Kopo has no refresh
void client.refresh('token');

// The API.
expectType<KopoKopoVersion>()(client.apiVersion);
const subscription: KopoKopoSubscription = {
  eventType: 'customer_created',
  url: 'https://example-business.com/webhooks',
  scope: 'company',
};
const payment: KopoKopoPaymentRequest = {
  tillNumber: 'K000000',
  subscriber: { phoneNumber: '+254712345678' },
  amount: '100.50',
  metadata: { order: '7' },
  callbackURL: 'https://example-business.com/webhooks',
};
const callOptions: KopoKopoCallOptions = { version: 'v2', accessToken: 'token' };
expectType<Promise<string>>()(client.subscribeToWebhook(subscription));
expectType<Promise<string>>()(client.requestPayment({ ...payment, amount: 100 }, callOptions));
const asked: KopoKopoRequestOptions = { ...callOptions, method: 'POST', query: { page: 1 }, json: [] };
expectType<Promise<KopoKopoResponse>>()(client.request(['pay_recipients', 'id'], asked));
void client.request('polling').then(({ status, headers, body, location }) => {
  expectType<number>()(status);
  expectType<string | undefined>()(headers['content-type']);
  expectType<unknown>()(body);
  expectType<string | undefined>()(location);
});
void client.status('https://api.kopokopo.com/api/v1/incoming_payments/1').then(({ id, attributes }) => {
  expectType<string | undefined>()(id);
  expectType<string | undefined>()(attributes?.status);
  expectType<unknown>()(attributes?.['event']);
});
void client.applicationToken().then((accessToken) => client.status('x', { accessToken }));
const events: readonly KopoKopoEvent[] = ['card_transaction_voided', 'b2b_transaction_received'];
void events;
// @ts-expect-error -- a till needs its number
void client.subscribeToWebhook({ ...subscription, scope: 'till' });
// @ts-expect-error -- a company has none
void client.subscribeToWebhook({ ...subscription, scope: 'company', scopeReference: '000000' });
// @ts-expect-error -- no such event
void client.subscribeToWebhook({ ...subscription, eventType: 'payment_received' });
// @ts-expect-error -- no callback
void client.requestPayment({ ...payment, callbackURL: undefined });
// @ts-expect-error -- no telephone number
void client.requestPayment({ ...payment, subscriber: { firstName: 'Sokha' } });
// @ts-expect-error -- a till is text: it may begin with a zero
void client.requestPayment({ ...payment, tillNumber: 123456 });
// @ts-expect-error -- metadata is text
void client.requestPayment({ ...payment, metadata: { order: 7 } });
// @ts-expect-error -- no such version
void client.request('polling', { version: 'v3' });
// @ts-expect-error -- the method and the body are those of the call
void client.requestPayment(payment, { method: 'PUT' });
// @ts-expect-error -- no such version
new KopoKopoClient({ ...options, apiVersion: 'v3' });

// The middlewares fit into Express without its types.
const app = express();
app.post('/pay', applicationToken(client), (req, res) => {
  const { token } = (req as { kopokopo?: KopoKopoRequest }).kopokopo ?? {};
  expectType<TokenSet | undefined>()(token);
  res.end();
});
app.post('/hook', webhook({ apiKey: ['old', 'new'], clientSecret: 'secret' }), (req, res) => {
  const { webhook: seen } = (req as { kopokopo?: KopoKopoRequest }).kopokopo ?? {};
  expectType<KopoKopoWebhook | undefined>()(seen);
  expectType<boolean | undefined>()(seen?.duplicate);
  res.end();
});

/** The topic decides the type of the body. */
export function amountOf({ topic, body }: KopoKopoWebhook): string | undefined {
  if (topic === 'b2b_transaction_reversed') {
    expectType<string | undefined>()(body.event?.resource?.sending_till);
    return body.event?.resource?.amount;
  }
  if (topic === 'customer_created') {
    // @ts-expect-error -- a customer has no amount
    expectType<unknown>()(body.event?.resource?.amount);
    return body.event?.resource?.phone_number;
  }
  if (topic !== undefined) return body.id;
  if (body.TransID !== undefined) return body.TransAmount;
  return body.data?.attributes?.status;
}
const store: KopoKopoWebhookStore = {
  claim: () => 'new',
  complete: () => undefined,
  release: () => undefined,
};
webhook({ apiKey: 'key', store });
// @ts-expect-error -- no such claim
webhook({ apiKey: 'key', store: { ...store, claim: () => 'perhaps' } });
// @ts-expect-error -- misspelt
webhook({ apikey: 'x' });
// @ts-expect-error -- no options
webhook();

expectType<boolean>()(verifyWebhook(Buffer.from(''), 'signature', 'key'));
verifyWebhook('text', undefined, ['a', 'b']);
verifyWebhook(new Uint8Array(), ['twice', 'twice'], 'key');
// @ts-expect-error -- a parsed body
verifyWebhook({ topic: 'x' }, 'signature', 'key');
// @ts-expect-error -- no key
verifyWebhook('text', 'signature');

const strategyOptions: KopoKopoStrategyOptions = Object.freeze(options);
const requesting: KopoKopoStrategyOptionsWithRequest = { ...options, passReqToCallback: true };
const clientOptions: KopoKopoClientOptions = options;
const accountOptions: KopoKopoAccountStrategyOptions = account;
const webhookOptions: KopoKopoWebhookOptions = { apiKey: undefined, clientSecret: 'secret' };
new Strategy(strategyOptions, () => undefined);
new Strategy(requesting, () => undefined);
new KopoKopoClient(clientOptions);
new AccountStrategy(accountOptions, () => undefined);
webhook(webhookOptions);

// A middleware of ours leaves Express' own types of the request alone.
app.get('/query', applicationToken(client), startGuard(), (req, res) => {
  const page: unknown = req.query['page'];
  res.json({ page, path: req.path });
});
