import fc from 'fast-check';
import { ProviderError } from 'passport-oauth2-base';
import { json } from './support/replies';
import { eachTestHasService } from 'passport-strategy-contract/harness';
import { declare, everyday, makeClient, makeStrategy } from 'passport-strategy-contract/harness';
import { authenticate, everythingOf, stateOf, Visitor } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
const overHTTP = { numRuns: 300 };
const pure = { numRuns: 10_000 };
const key = 'oauth2:acme:client-1';
const strange = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.jsonValue(),
  fc.anything({ withNullPrototype: true }),
);
const parameter = fc.constantFrom(
  'code',
  'state',
  'iss',
  'error',
  'error_description',
  'error_uri',
  '__proto__',
  'constructor',
  'x',
);
const objectOf = (entries: [string, unknown][]): object => {
  const object = {};
  for (const [name, value] of entries) {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return object;
};
const parameters = fc.array(fc.tuple(parameter, strange), { maxLength: 6 }).map(objectOf);
const untouched = (): void => expect(Object.keys(Object.prototype)).toEqual([]);
afterEach(untouched);

/** A strategy whose service cannot be reached: whatever gets so far ends as `network_error`. */
function offline() {
  const nowhere = () => Promise.reject(new Error('offline'));
  return makeStrategy(declare(undefined, { name: 'acme' }), { fetch: nowhere });
}

test('no callback without a state of its own gets so far as the token endpoint', async () => {
  const strategy = offline();
  const method = fc.constantFrom('GET', 'POST', undefined);
  await fc.assert(
    fc.asyncProperty(
      parameters,
      fc.option(parameters, { nil: undefined }),
      method,
      async (query, body, verb) => {
        const outcome = await authenticate(
          strategy,
          new Visitor().request({ query, body, method: verb, url: '/callback' }),
        );
        expect(outcome.kind).toMatch(/^(redirect|fail)$/);
        if (outcome.kind === 'fail')
          expect(outcome.reason).toMatch(/^(callback_malformed|state_(missing|unknown))$/);
      },
    ),
    pure,
  );
}, 120_000);

test('with the right state, any other parameter is refused or ends at the token endpoint', async () => {
  const strategy = offline();
  await fc.assert(
    fc.asyncProperty(parameters, async (query) => {
      const visitor = new Visitor();
      const state = stateOf(await visitor.start(strategy));
      const outcome = await visitor.finish(strategy, { ...query, state });
      expect(outcome.kind).toMatch(/^(fail|error)$/);
      expect(outcome.reason).toMatch(
        /^(callback_malformed|callback_incomplete|access_denied|authorization_refused|network_error)$/,
      );
    }),
    { numRuns: 3_000 },
  );
}, 120_000);

test('a query that nobody parsed may be any text', async () => {
  const strategy = offline();
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
      const outcome = await authenticate(
        strategy,
        new Visitor().request({ query: undefined, url: `/callback?${text}` }),
      );
      expect(outcome.kind).toMatch(/^(redirect|fail)$/);
    }),
    { numRuns: 3_000 },
  );
}, 60_000);

test('A53: garbage in the session never becomes a login, and never breaks a start', async () => {
  const strategy = offline();
  const record = fc.record(
    { handle: strange, verifier: strange, startedAt: strange, binding: strange, state: strange },
    { requiredKeys: [] },
  );
  const garbage = fc.oneof(strange, fc.array(fc.oneof(record, strange), { maxLength: 8 }));
  await fc.assert(
    fc.asyncProperty(garbage, fc.string({ minLength: 1 }), async (value, state) => {
      const visitor = new Visitor();
      visitor.session[key] = value;
      const outcome = await visitor.finish(strategy, { code: 'c', state });
      expect(outcome).toMatchObject({ kind: 'fail', reason: expect.stringMatching(/^state_/) as string });
    }),
    { numRuns: 5_000 },
  );
}, 60_000);

const bodyOf = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.json(),
  fc.jsonValue().map((value) => JSON.stringify({ access_token: value, token_type: value, error: value })),
  fc
    .dictionary(
      fc.constantFrom(
        'access_token',
        'token_type',
        'expires_in',
        'refresh_token',
        'error',
        'scope',
        '__proto__',
      ),
      fc.jsonValue(),
    )
    .map((value) => JSON.stringify(value)),
);

test('A37, A38: any token response is tokens of the right types, or an error with a reason', async () => {
  const client = makeClient(declare(service()));
  await fc.assert(
    fc.asyncProperty(bodyOf, fc.constantFrom(200, 201, 400, 401, 500), async (body, status) => {
      service().token = { status, body, headers: json };
      const result = await client
        .exchange({ code: 'c', callbackURL: everyday.callbackURL })
        .catch((error: unknown) => error);
      if (result instanceof ProviderError) return expect(result.reason).toEqual(expect.any(String));
      expect(status).toBeLessThan(300);
      const tokens = result as { accessToken: unknown; tokenType: string; scope: unknown };
      expect(typeof tokens.accessToken === 'string' && tokens.accessToken !== '').toBe(true);
      expect(tokens.tokenType.toLowerCase()).toBe('bearer');
      expect(Array.isArray(tokens.scope)).toBe(true);
    }),
    overHTTP,
  );
}, 60_000);

test('A39: any profile is a user with an identifier, or an error with a reason', async () => {
  const client = makeClient(declare(service()));
  const users = fc.oneof(
    bodyOf,
    fc.jsonValue().map((id) => JSON.stringify({ id, name: id })),
  );
  await fc.assert(
    fc.asyncProperty(users, async (body) => {
      service().user = { body, headers: json };
      const result = await client.userProfile('t').catch((error: unknown) => error);
      if (result instanceof ProviderError) return expect(result.reason).toEqual(expect.any(String));
      expect((result as { id: unknown }).id).toMatch(/^[^]+$/);
    }),
    overHTTP,
  );
}, 60_000);

test('A43: a secret of any letters that a service echoes as text or as JSON is not in the error', async () => {
  const letters = fc.string({ unit: fc.constantFrom(...'abXY019-._~'), minLength: 8, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(letters, letters, fc.boolean(), async (code, around, asJson) => {
      fc.pre(!around.includes(code) && !code.startsWith('client'));
      service().token = {
        status: 400,
        body: asJson ? JSON.stringify({ error_description: around + code }) : around + code,
      };
      const error: unknown = await makeClient(declare(service()))
        .exchange({ code, callbackURL: everyday.callbackURL })
        .catch((e: unknown) => e);
      expect(everythingOf(error)).not.toContain(code);
    }),
    overHTTP,
  );
}, 60_000);

test('A58: any id and secret survive the Basic header', async () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 });
  await fc.assert(
    fc.asyncProperty(text, text, async (clientID, clientSecret) => {
      const client = makeClient(declare(service(), { clientAuthentication: 'client_secret_basic' }), {
        clientID,
        clientSecret,
      });
      await client.exchange({ code: 'c', callbackURL: everyday.callbackURL });
      const encoded = service().requests.at(-1)?.headers.authorization?.slice('Basic '.length) ?? '';
      const [id, secret] = Buffer.from(encoded, 'base64').toString().split(':');
      const decode = (value = '') => new URLSearchParams(`x=${value}`).get('x');
      expect([decode(id), decode(secret)]).toEqual([clientID, clientSecret]);
    }),
    overHTTP,
  );
}, 60_000);

test('A15: no returnTo that comes back leads to another origin', async () => {
  const strategy = makeStrategy(declare(service()), { skipUserProfile: true });
  const paths = fc.oneof(
    fc.string({ unit: 'binary' }).map((text) => `/${text}`),
    fc
      .array(fc.constantFrom('/', '\\', '.', '..', '@', ':', '?', '#', '\t', '%2f', '%5c', 'evil.example'), {
        maxLength: 8,
      })
      .map((parts) => parts.join('')),
  );
  await fc.assert(
    fc.asyncProperty(paths, async (returnTo) => {
      const { info } = await new Visitor().login(strategy, {}, { returnTo });
      const given = (info as { returnTo?: string }).returnTo;
      if (given === undefined) return;
      expect(given).toBe(returnTo);
      expect(new URL(given, 'https://app.example/deep/path').origin).toBe('https://app.example');
    }),
    overHTTP,
  );
}, 60_000);
