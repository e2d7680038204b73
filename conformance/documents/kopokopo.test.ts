import { setTimeout as wait } from 'node:timers/promises';
import type { RequestHandler } from 'express';
import { type AccountStrategy, type KopoKopoClient, Strategy } from 'passport-kopokopo';
import { faults, startEmulator, type Emulator, type KopoKopoEmulator } from 'passport-provider-emulator';
import { providerHeadings } from './provider-readme';
import { freshPassport, LocalExpress, Readme } from './readme-snippets';
import { useService } from 'passport-strategy-contract/harness';

const readme = new Readme('packages/passport-kopokopo/README.md');
const kopokopo = useService('kopokopo', Strategy);

/** What a client needs to speak to the emulator. */
function clientOptions(): { clientID: string; clientSecret: string; baseURL: string } {
  const { clientID, clientSecret, baseURL } = kopokopo.service.options;
  return { clientID, clientSecret, baseURL };
}

type Class = new (options: object, verify?: unknown) => object;
type Exports = Record<string, unknown> & { Strategy: Class; KopoKopoClient: Class };

let local: LocalExpress;
beforeEach(() => {
  local = new LocalExpress();
});
afterEach(() => local.close());

const pass: RequestHandler = (_req, _res, next) => next();

/** The package as it is, speaking to the emulator. */
function emulatedPackage(): Exports {
  const actual = jest.requireActual<Exports>('passport-kopokopo');
  const { baseURL } = clientOptions();
  const pointed = (Actual: Class): Class =>
    class extends Actual {
      constructor(options: object, verify?: unknown) {
        super({ baseURL, ...options }, verify);
      }
    };
  return { ...actual, Strategy: pointed(actual.Strategy), KopoKopoClient: pointed(actual.KopoKopoClient) };
}

function run(snippet: string, given: Readonly<Record<string, unknown>> = {}, modules: object = {}): unknown {
  const { clientID, clientSecret, apiKey, baseURL } = kopokopo.service.options;
  return readme.run(snippet, {
    modules: {
      'passport-kopokopo': emulatedPackage(),
      express: local.express,
      './require-login': pass,
      './save-event': () => Promise.resolve(),
      ...modules,
    },
    env: {
      KOPOKOPO_CLIENT_ID: clientID,
      KOPOKOPO_CLIENT_SECRET: clientSecret,
      KOPOKOPO_API_KEY: apiKey,
      KOPOKOPO_AUTHORIZATION_URL: `${baseURL}/oauth/authorize`,
    },
    given,
  });
}

test('has the headings of every provider, in order', () => {
  expect([...readme.text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(providerHeadings);
});

test('says first that the strategy signs nobody in and protects no route', () => {
  expect(readme.text.split('\n')[2]).toMatch(/signs nobody in and protects no route/);
});

test('every piece of code is run by a test', () => {
  expect(readme.untested).toBe(0);
});

test('documents options that exist', () => {
  const { Strategy } = jest.requireActual<Exports>('passport-kopokopo');
  const documented = readme.firstColumn('Options');
  expect(documented.length).toBeGreaterThan(15);
  for (const option of documented) {
    const options = { [option]: undefined, clientID: 'a', clientSecret: 'b' };
    expect(() => new Strategy(options, () => undefined)).not.toThrow();
  }
});

describe('snippet configure', () => {
  async function configured(): Promise<string> {
    run('configure');
    return local.origin();
  }

  test('takes webhooks that are signed, and no others', async () => {
    const url = `${await configured()}/webhooks/kopokopo`;
    const body = kopokopo.service.createWebhook();
    const send = (sign: 'good' | 'bad'): Promise<number> => kopokopo.service.sendWebhook(url, { body, sign });
    expect([await send('good'), await send('good'), await send('bad')]).toEqual([200, 200, 401]);
  });

  test('A65 a redelivery while the first is at work, which then fails: the event is saved once', async () => {
    const attempts: unknown[] = [];
    const saveEvent = async (...event: unknown[]): Promise<void> => {
      const attempt = attempts.push(event);
      await wait(300);
      if (attempt === 1) throw new Error('the database is down');
    };
    run('configure', {}, { './save-event': saveEvent });
    const url = `${await local.origin()}/webhooks/kopokopo`;
    const body = kopokopo.service.createWebhook();
    const send = (): Promise<number> => kopokopo.service.sendWebhook(url, { body });
    const first = send();
    await wait(100);
    expect(await Promise.all([first, send()])).toEqual([500, 200]);
    expect(await send()).toBe(200);
    expect(attempts).toEqual([
      [body['topic'], body['id'], body],
      [body['topic'], body['id'], body],
    ]);
  });

  test('asks for money with the token of the application', async () => {
    const origin = await configured();
    const answer = await fetch(`${origin}/payments`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ phoneNumber: '+254999999999', amount: '100.0' }),
    });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({
      payment: expect.stringContaining('/incoming_payments/') as string,
    });
    await kopokopo.service.delivered();
  });
});

test('snippet import: an ES module', async () => {
  await expect(readme.runModule('import')).resolves.toBeUndefined();
});

test('snippet strategy: the request is authorized, the visitor is not signed in', async () => {
  const app = local.express();
  run('strategy', { app, requireLogin: pass }, { passport: freshPassport() });
  local.listen(app);
  const answer = await fetch(`${await local.origin()}/till`);
  expect(await answer.json()).toEqual({ application: 'kopokopo-emulator' });
  expect(answer.headers.get('set-cookie')).toBeNull();
});

test('snippet verify-webhook: true for what Kopo Kopo signed', () => {
  const isFromKopoKopo = run('verify-webhook') as (rawBody: Buffer, headers: object) => boolean;
  const rawBody = Buffer.from('{"a": 1.0}');
  const signature = kopokopo.service.signWebhook(rawBody);
  expect(isFromKopoKopo(rawBody, { 'x-kopokopo-signature': signature })).toBe(true);
  expect(isFromKopoKopo(Buffer.from('{"a": 1}'), { 'x-kopokopo-signature': signature })).toBe(false);
  expect(isFromKopoKopo(rawBody, {})).toBe(false);
});

test('snippet account: a login with an address of its own', () => {
  const used: unknown[] = [];
  run('account', {}, { passport: { use: (...args: unknown[]) => used.push(...args) } });
  const [name, strategy] = used as [string, AccountStrategy];
  expect(name).toBe('kopokopo-account');
  expect(strategy.client.endpoints.authorization).toBe(`${clientOptions().baseURL}/oauth/authorize`);
});

test('snippet revoke: ends a token, and tells whether it was alive', async () => {
  const { KopoKopoClient: Client } = jest.requireActual<{ KopoKopoClient: typeof KopoKopoClient }>(
    'passport-kopokopo',
  );
  const { accessToken } = await new Client(clientOptions()).applicationToken();
  const end = run('revoke') as (accessToken: string) => Promise<object>;
  expect(await end(accessToken)).toEqual({ active: true, expiresAt: expect.any(Date) as Date });
  expect(await end(accessToken)).toEqual({ active: false, expiresAt: undefined });
});

test('snippet subscribe: gives the address of a subscription that is there', async () => {
  const subscribe = run('subscribe') as (till: string) => Promise<string>;
  expect(await subscribe('000000')).toMatch(`${clientOptions().baseURL}/api/v1/webhook_subscriptions/`);
  expect(kopokopo.service.subscriptions.at(-1)).toMatchObject({
    event_type: 'buygoods_transaction_received',
    url: 'https://example-business.com/webhooks/kopokopo',
    scope: 'till',
    scope_reference: '000000',
  });
});

describe('snippet payment', () => {
  interface Snippet {
    ask(order: object): Promise<{ state: string; payment?: string }>;
    isPaid(payment: string): Promise<boolean>;
  }
  const order = { id: '7', phoneNumber: '+254999999999', firstName: 'Sokha', amount: '1250.50' };

  test.each([
    ['Success', true],
    ['Failed', false],
  ] as const)('asks, and tells whether it was paid: %s', async (result, isPaid) => {
    kopokopo.service.switches.paymentResult = result;
    const snippet = run('payment') as Snippet;
    const { state, payment = '' } = await snippet.ask(order);
    await kopokopo.service.delivered();
    expect([state, await snippet.isPaid(payment)]).toEqual(['asked', isPaid]);
    expect(
      kopokopo.service.requests.filter(({ path }) => path.endsWith('incoming_payments')).at(-1)?.body,
    ).toMatchObject({
      amount: { currency: 'KES', value: '1250.50' },
      metadata: { order: '7' },
    });
  });

  test('says when it does not know whether the customer was asked', async () => {
    const snippet = run('payment') as Snippet;
    for (const fault of [faults.reset(), faults.status(201)]) {
      kopokopo.service.fault('incomingPayments', fault);
      expect(await snippet.ask(order)).toEqual({ state: 'unknown' });
    }
  });

  test('an amount that cannot be right is an error', async () => {
    const snippet = run('payment') as Snippet;
    await expect(snippet.ask({ ...order, amount: 1250.5 })).rejects.toMatchObject({
      reason: 'argument_invalid',
    });
  });
});

test('snippet request: makes a recipient by v2, and reads it by its id', async () => {
  interface Snippet {
    readonly addRecipient: (phoneNumber: string) => Promise<string>;
    readonly recipient: (id: string) => Promise<object>;
  }
  const { addRecipient, recipient } = run('request') as Snippet;
  const location = await addRecipient('+254999999999');
  expect(location).toMatch(`${clientOptions().baseURL}/api/v2/external_recipients/`);
  expect(await recipient(location.split('/').at(-1) ?? '')).toMatchObject({
    data: { attributes: { type: 'mobile_wallet', pay_recipient: { phone_number: '+254999999999' } } },
  });
  await expect(recipient('../incoming_payments')).rejects.toMatchObject({ reason: 'argument_invalid' });
});

test('snippet application-token: calls with an HTTP client of its own', async () => {
  const app = local.express();
  run('application-token', { app, fetch });
  local.listen(app);
  const answer = await fetch(`${await local.origin()}/transfers`);
  expect([answer.status, await answer.json()]).toEqual([200, { data: [] }]);
});

test('the calls of the table are there, and so are the collections at the service', async () => {
  const section = readme.text.split('\n## Call the API\n')[1]?.split('\n## ')[0] ?? '';
  const { KopoKopoClient: Client } = jest.requireActual<{ KopoKopoClient: typeof KopoKopoClient }>(
    'passport-kopokopo',
  );
  const client = new Client(clientOptions());
  const calls = [...section.matchAll(/^\| `(\w+)\(/gm)].map(([, name]) => name);
  expect(calls).toEqual(['subscribeToWebhook', 'requestPayment', 'status', 'request']);
  for (const call of calls) expect(client).toHaveProperty(call ?? '');
  const collections = [...section.matchAll(/^\| [a-z][\w ]*\| (?:`(\w+)`)? *\| (?:`(\w+)`)? *\|$/gm)];
  expect(collections).toHaveLength(9);
  for (const [, v1, v2] of collections) {
    if (v1 !== undefined) expect(await client.request(v1)).toMatchObject({ status: 200 });
    if (v2 !== undefined) expect(await client.request(v2, { version: 'v2' })).toMatchObject({ status: 200 });
  }
});

test('snippet errors: shows the reason, with our status', async () => {
  const passport = freshPassport();
  const { Strategy: Emulated } = emulatedPackage();
  const strategy = new Emulated({ ...clientOptions(), clientSecret: 'wrong' }, () => undefined) as Strategy;
  passport.use(strategy);
  const app = local.express();
  app.get('/good', passport.authenticate('kopokopo', { session: false }) as RequestHandler);
  app.get('/bad', passport.authenticate('kopokopo') as RequestHandler);
  run('errors', { app, console: { error: () => undefined } });
  local.listen(app);
  const origin = await local.origin();
  const refused = await fetch(`${origin}/good`);
  expect([refused.status, await refused.text()]).toEqual([502, 'Kopo Kopo: token_refused']);
  const withSession = await fetch(`${origin}/bad`);
  expect([withSession.status, await withSession.text()]).toEqual([500, 'Kopo Kopo: session_not_allowed']);
});

test('snippet emulator: gives a client that speaks to the emulator', async () => {
  type Emulated = { emulator: Emulator; apiKey: string; client: KopoKopoClient };
  const modules = { 'passport-provider-emulator': { startEmulator } };
  const emulated = readme.run('emulator', { modules }) as () => Promise<Emulated>;
  const { emulator, apiKey, client } = await emulated();
  const service: KopoKopoEmulator = emulator.kopokopo;
  expect((await client.tokenInfo()).id).toBe(service.client.clientID);
  expect(apiKey).toBe(service.client.apiKey);
  await emulator.close();
});
