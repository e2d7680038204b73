/** What the properties have found, as small as it gets. */
import { createHmac } from 'node:crypto';
import { webhook, type KopoKopoWebhook } from 'passport-kopokopo';
import { authenticate, Visitor } from 'passport-strategy-contract/harness';
import { startEmulator, type Emulator } from 'passport-provider-emulator';
import { Strategy as CoinPay } from 'passport-coinpay';
import { type ProviderStrategy } from 'passport-oauth2-base';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ providers: ['coinpay'] });
});
afterAll(() => emulator.close());

describe('A41: an error code of the token endpoint, without a description, in the message', () => {
  /** What passport-oauth2's hook makes of an error body. */
  function messageFor(error: string): string {
    const { options, client } = emulator.coinpay;
    const callbackURL = client.callbackURLs[0] as string;
    const strategy = new CoinPay({ ...options, callbackURL }, () => undefined) as unknown as ProviderStrategy;
    return strategy.parseErrorResponse(JSON.stringify({ error }), 400)?.message ?? '';
  }

  test('has no control characters', () => {
    expect(messageFor('invalid\r\nINFO forged line \u001b[31m')).not.toMatch(/\p{Cc}/u);
  });
  test('is short', () => {
    expect(messageFor('x'.repeat(100_000)).length).toBeLessThan(2_000);
  });
});

test('A39: a webhook body has no `__proto__` of its own', async () => {
  const apiKey = 'the api key';
  const rawBody = Buffer.from('{"id":"1","__proto__":{"polluted":1}}');
  const signature = createHmac('sha256', apiKey).update(rawBody).digest('hex');
  const req = { headers: { 'x-kopokopo-signature': signature }, rawBody };
  const res = { statusCode: 200, end: () => undefined };
  await new Promise<void>((resolve) => webhook({ apiKey })(req, res, () => resolve()));
  const { body } = (req as unknown as { kopokopo: { webhook: KopoKopoWebhook } }).kopokopo.webhook;
  expect(body.id).toBe('1');
  expect(Object.hasOwn(body, '__proto__')).toBe(false);
});

test('A44: `allowedHosts` with the default port fits the host', async () => {
  const { options } = emulator.coinpay;
  const own = { callbackURL: '/callback', allowedHosts: ['app.example:443'] };
  const strategy = new CoinPay({ ...options, ...own }, () => undefined) as unknown as ProviderStrategy;
  const request = new Visitor().request({ headers: { host: 'app.example:443' } });
  const outcome = await authenticate(strategy, Object.assign(request, { socket: { encrypted: true } }));
  expect(outcome.kind).toBe('redirect');
});
