import fc from 'fast-check';
import { Strategy as CoinPay } from 'passport-coinpay';
import { Strategy as KonPro } from 'passport-konpro';
import { verifyWebhook, webhook } from 'passport-kopokopo';
import { cookieStore, type ProviderStrategy } from 'passport-oauth2-base';
import { createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import { authenticate, Visitor } from 'passport-strategy-contract/harness';
import { bodies, json, looseJson } from './arbitraries';
import { CookieBrowser } from 'passport-strategy-contract/harness';
import { property, within } from './support';

const runs = Number(process.env['FC_RUNS'] ?? 10_000);
const secret = 'a secret of at least thirty-two characters';
const callbackURL = 'https://app.example/callback';
const nowhere = (): Promise<never> => Promise.reject(new Error('offline'));

/** A strategy whose service cannot be reached: what gets so far ends as `network_error`. */
function offline(options: object = {}): ProviderStrategy {
  const all = {
    clientID: 'client-1',
    callbackURL,
    authorizationURL: 'https://service.example/authorize',
    ...options,
  };
  return new KonPro({ ...all, fetch: nowhere } as never, () => undefined);
}

const inCookies = offline({ store: cookieStore({ secret }) });
const bySession = offline();

/** A cookie value that is not the genuine one. */
const spoilt: fc.Arbitrary<(sealed: string) => string> = fc.oneof(
  fc.nat().map((at) => (sealed: string) => {
    const bytes = Buffer.from(sealed, 'base64url');
    bytes[at % bytes.length] = (bytes[at % bytes.length] as number) ^ (1 << (at % 8));
    return bytes.toString('base64url');
  }),
  fc
    .double({ min: 0, max: 0.98, noNaN: true })
    .map((share) => (it: string) => it.slice(0, Math.floor(it.length * share))),
  fc.string({ unit: fc.constantFrom(...'abcXYZ019-_=+/%" ,') }).map((other) => () => other),
  fc.base64String().map((more) => (it: string) => it.slice(0, 20) + more + it.slice(20 + more.length + 1)),
);

property('A53: no spoilt login cookie is opened', runs, () =>
  fc.asyncProperty(spoilt, async (spoil) => {
    const browser = new CookieBrowser();
    const state = await browser.start(inCookies);
    const [name = ''] = browser.names();
    const sealed = browser.jar.get(name) ?? '';
    browser.jar.set(name, spoil(sealed));
    const { kind, reason } = await browser.finish(inCookies, state);
    if (Buffer.from(spoil(sealed).trim(), 'base64url').equals(Buffer.from(sealed, 'base64url'))) return;
    expect(`${kind} ${reason}`).toBe('fail login_cookie_invalid');
  }),
);

property('A53: two logins whose cookies are swapped are both refused', Math.min(runs, 1_000), () =>
  fc.asyncProperty(fc.boolean(), async (firstOnly) => {
    const [one, other] = [new CookieBrowser(), new CookieBrowser()];
    const states = [await one.start(inCookies), await other.start(inCookies)] as const;
    const [names, values] = [
      [...one.names(), ...other.names()],
      [...one.jar.values(), ...other.jar.values()],
    ];
    one.jar.set(names[0] as string, values[1] as string);
    if (!firstOnly) other.jar.set(names[1] as string, values[0] as string);
    expect((await one.finish(inCookies, states[0])).reason).toBe('login_cookie_invalid');
    const untouched = (await other.finish(inCookies, states[1])).reason;
    expect(untouched).toBe(firstOnly ? 'network_error' : 'login_cookie_invalid');
  }),
);

const headerText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom(';', '=', ' ', '"', 'login-konpro-', '__Host-', '__proto__', ',', '\t', 'a'))
    .map((it) => it.join('')),
  fc.integer({ min: 1, max: 3_000 }).map((count) => '__Host-login-konpro-abcdef-x=1; '.repeat(count)),
);

property('A53: any Cookie header starts a login, and finishes none', Math.min(runs, 3_000), () =>
  fc.asyncProperty(fc.oneof(headerText, fc.array(headerText, { maxLength: 3 })), async (cookie) => {
    const headers = { host: 'app.example', cookie };
    const browser = new CookieBrowser();
    expect((await within(2_000, browser.visit(inCookies, {}, { headers }))).kind).toBe('redirect');
    const outcome = await within(
      2_000,
      browser.visit(inCookies, { code: 'c', state: 'x'.repeat(43) }, { headers }),
    );
    expect(outcome.reason).toMatch(/^login_cookie_(missing|invalid)$/);
  }),
);

const long = fc.integer({ min: 16_385, max: 1_048_576 }).map((length) => 'x'.repeat(length));
const deep = fc.integer({ min: 1, max: 2_000 }).map((depth) => {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level += 1) value = { a: value };
  return value;
});
const values = fc.oneof(
  { weight: 6, arbitrary: fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.string()), json) },
  { weight: 1, arbitrary: deep },
);
const names = fc.constantFrom(
  'code',
  'state',
  'iss',
  'error',
  'error_description',
  'error_uri',
  '__proto__',
  'x',
);

property('A40: a callback by GET or POST with any parameters, under the right state', runs, () =>
  fc.asyncProperty(
    fc.array(fc.tuple(names, values), { maxLength: 5 }),
    fc.constantFrom('GET', 'POST', 'PUT'),
    fc.option(names, { nil: undefined, freq: 4 }),
    fc.option(long, { nil: undefined, freq: 40 }),
    async (entries, method, longName, text) => {
      const visitor = new Visitor();
      const state = new URL(await visitor.start(bySession)).searchParams.get('state');
      const parameters: object = { code: 'c', state, ...Object.fromEntries(entries) };
      if (longName !== undefined && text !== undefined) Object.assign(parameters, { [longName]: text });
      const req = method === 'GET' ? { query: parameters } : { query: {}, body: parameters, method };
      const outcome = await within(
        2_000,
        authenticate(bySession, visitor.request({ url: '/callback', ...req })),
      );
      if (outcome.kind === 'redirect') return expect(Object.hasOwn(parameters, 'code')).toBe(true);
      expect(outcome.kind).toMatch(/^(fail|error)$/);
      const allowed =
        /^(callback_\w+|access_denied|authorization_refused|network_error|state_\w+|issuer_\w+)$/;
      expect(outcome.reason).toMatch(allowed);
    },
  ),
);

property('A40: 1 MB in a parameter, by POST', 300, () =>
  fc.asyncProperty(names, fc.integer({ min: 1_000_000, max: 1_048_576 }), async (name, length) => {
    const visitor = new Visitor();
    const state = new URL(await visitor.start(bySession)).searchParams.get('state');
    const body = { code: 'c', state, [name]: '\u{1f33e}'.repeat(length / 2) };
    const request = visitor.request({ url: '/callback', method: 'POST', query: {}, body });
    const { kind, reason } = await within(2_000, authenticate(bySession, request));
    expect(`${kind} ${reason}`).toMatch(/^(fail callback_malformed|error network_error)$/);
  }),
);

property('A37, A41: any text is read as an error answer', runs, () =>
  fc.property(
    fc.oneof(bodies, looseJson(['error', 'error_description', 'error_uri', 'message', 'code', 'success'])),
    (text) => {
      const error: (Error & { code?: unknown; uri?: unknown }) | null = hooks.parseErrorResponse(text, 400);
      expect(error === null || error instanceof Error).toBe(true);
      for (const part of [error?.message, error?.code, error?.uri])
        expect(['string', 'undefined']).toContain(typeof part);
    },
  ),
);
const hooks = new CoinPay(
  { clientID: 'c', clientSecret: 's', callbackURL, issuer: 'https://service.example' } as never,
  () => undefined,
) as unknown as ProviderStrategy;

const apiKey = 'the api key';
const sign = (body: string): string => createHmac('sha256', apiKey).update(body).digest('hex');
const signatures = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: 63, maxLength: 65 }),
  fc.array(fc.string(), { maxLength: 2 }),
  fc.constant(undefined),
);

property('A53: no signature but the right one', runs, () =>
  fc.property(bodies, signatures, fc.nat(63), (body, other, at) => {
    const right = sign(body);
    const flipped = right.slice(0, at) + (right[at] === '0' ? '1' : '0') + right.slice(at + 1);
    expect(verifyWebhook(body, right, apiKey)).toBe(true);
    for (const wrong of [other, flipped, `${right} `, right.toUpperCase().replace(/^\d+$/, 'X'), [right]]) {
      if (wrong !== right) expect(verifyWebhook(body, wrong, apiKey)).toBe(false);
    }
  }),
);

/** Answers the status, or `passed`. */
function deliver(
  middleware: ReturnType<typeof webhook>,
  body: string,
  signature: unknown,
): Promise<number | string> {
  return new Promise((resolve) => {
    const stream = Readable.from([Buffer.from(body)], { objectMode: false });
    const req = Object.assign(stream, { headers: { 'x-kopokopo-signature': signature } });
    const res = { statusCode: 200, end: () => resolve(res.statusCode) };
    middleware(req as never, res, (error?: unknown) => resolve(error === undefined ? 'passed' : 'an error'));
  });
}

property('A37: a webhook of any body passes when it is signed and an object, and not otherwise', runs, () =>
  fc.asyncProperty(fc.oneof(bodies, looseJson(['id', 'topic', 'data'])), signatures, async (body, wrong) => {
    const middleware = webhook({ apiKey });
    expect(await within(2_000, deliver(middleware, body, wrong))).toBe(401);
    const isObject = ((): boolean => {
      try {
        return /^\s*\{/.test(body) && Boolean(JSON.parse(Buffer.from(body).toString()));
      } catch {
        return false;
      }
    })();
    expect(await within(2_000, deliver(middleware, body, sign(body)))).toBe(isObject ? 'passed' : 400);
  }),
);
