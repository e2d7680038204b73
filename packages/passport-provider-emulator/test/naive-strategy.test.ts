import { createRequire } from 'node:module';
import { type Emulator, type EmulatedProvider, startEmulator } from '../src';

/** What the tests use of passport-oauth2, which ships no types. */
interface NaiveStrategy {
  authenticate(request: object, options: object): void;
  redirect(url: string): void;
  success(user: unknown): void;
  fail(info: unknown): void;
  error(error: unknown): void;
}
type NaiveConstructor = new (options: object, verify: (...values: unknown[]) => void) => NaiveStrategy;
const OAuth2Strategy = createRequire(__filename)('passport-oauth2') as NaiveConstructor;

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.close());

/** A whole login with passport-oauth2 as it is; answers what the last request was refused for. */
async function login(provider: EmulatedProvider, options: object): Promise<string | undefined> {
  const callbackURL = provider.client.callbackURLs[0] ?? '';
  const verify = (...values: unknown[]): void => (values.at(-1) as (e: null, u: object) => void)(null, {});
  const settings = { ...(provider.options as object), clientSecret: '', callbackURL, ...options };
  const withSecret = { ...settings, clientSecret: provider.client.clientSecret ?? '' };
  const session = {};
  const run = (query: object): Promise<string> =>
    new Promise((resolve, reject) => {
      const strategy = new OAuth2Strategy(withSecret, verify);
      strategy.redirect = resolve;
      strategy.success = () => resolve('success');
      strategy.fail = (info) => resolve(`fail ${JSON.stringify(info)}`);
      strategy.error = reject;
      strategy.authenticate({ query, session, headers: {}, url: '/' }, {});
    });
  const location = new URL(await provider.authorize(await run({})));
  await run(Object.fromEntries(location.searchParams)).catch(() => undefined);
  return provider.requests.at(-1)?.reason;
}

test('KOOMPI refuses its form body', async () => {
  expect(await login(emulator.koompi, {})).toBe('body_not_json');
});

test('KonPro refuses its empty client_secret', async () => {
  expect(await login(emulator.konpro, { state: true, pkce: true })).toBe('client_secret_sent');
});

test('KonPro refuses a login without PKCE, or without state', async () => {
  await expect(login(emulator.konpro, { state: true })).rejects.toMatchObject({
    reason: 'missing_code_challenge',
  });
  await expect(login(emulator.konpro, {})).rejects.toMatchObject({ reason: 'missing_state' });
});

test('Komerza refuses its POST', async () => {
  expect(await login(emulator.komerza, {})).toBe('method_not_allowed');
  expect(emulator.komerza.requests.at(-1)).toMatchObject({ endpoint: 'token', method: 'POST', status: 405 });
});
