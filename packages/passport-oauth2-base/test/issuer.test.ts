import { eachTestHasService } from 'passport-strategy-contract/harness';
import { declare, makeStrategy } from 'passport-strategy-contract/harness';
import { stateOf, Visitor } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
const issuer = 'https://issuer.example';

interface Row {
  readonly query: Readonly<Record<string, unknown>>;
  readonly required?: boolean;
  readonly reason?: string;
}

const rows: readonly Row[] = [
  { query: { iss: issuer } },
  { query: { iss: issuer }, required: true },
  { query: {} },
  { query: {}, required: true, reason: 'issuer_missing' },
  { query: { iss: '' }, required: true, reason: 'issuer_missing' },
  { query: { iss: `${issuer}/` }, reason: 'issuer_mismatch' },
  { query: { iss: 'https://ISSUER.example' }, reason: 'issuer_mismatch' },
  { query: { iss: 'http://issuer.example' }, reason: 'issuer_mismatch' },
  { query: { iss: 'https://issuer.example:443' }, reason: 'issuer_mismatch' },
  { query: { iss: 'https://issuer.example.evil.example' }, reason: 'issuer_mismatch' },
  { query: { iss: 'https://evil.example' }, reason: 'issuer_mismatch' },
  { query: { iss: 'undefined' }, reason: 'issuer_mismatch' },
  { query: { iss: [issuer, 'https://evil.example'] }, reason: 'callback_malformed' },
  { query: { iss: [issuer] }, reason: 'callback_malformed' },
  { query: { iss: { x: issuer } }, reason: 'callback_malformed' },
  {
    query: { code: undefined, error: 'access_denied', iss: 'https://evil.example' },
    reason: 'issuer_mismatch',
  },
  {
    query: { code: undefined, error: 'server_error', iss: 'https://evil.example' },
    reason: 'issuer_mismatch',
  },
  { query: { code: undefined, error: 'access_denied' }, required: true, reason: 'issuer_missing' },
  {
    query: { code: undefined, error: 'access_denied', iss: issuer },
    required: true,
    reason: 'access_denied',
  },
];

test.each(rows)('A1, A2: $query with required $required is $reason', async ({ query, required, reason }) => {
  const declaration = declare(service(), required ? { issuerParameter: 'required' } : {});
  const outcome = await new Visitor().login(makeStrategy(declaration, { issuer }), query);
  expect(outcome.reason ?? outcome.kind).toBe(reason ?? 'success');
  expect(service().at('/token')).toHaveLength(reason ? 0 : 1);
});

test('R23: without a declared issuer, `iss` is ignored', async () => {
  const outcome = await new Visitor().login(makeStrategy(declare(service())), { iss: 'https://any.example' });
  expect(outcome.kind).toBe('success');
});

test('R19: a wrong state comes before a wrong issuer', async () => {
  const strategy = makeStrategy(declare(service()), { issuer });
  const outcome = await new Visitor().login(strategy, { iss: 'https://evil.example', state: 'x' });
  expect(outcome.reason).toBe('state_unknown');
});

describe('A3: two strategies on one session key', () => {
  const pairs: readonly (readonly [name: string, other: object, different?: object])[] = [
    ['another provider', {}, { name: 'other' }],
    ['another client', { clientID: 'client-2' }],
    ['another callback URL', { callbackURL: 'https://app.example/other' }],
    ['another issuer', { issuer: 'https://other.example' }],
  ];
  test.each(pairs.map(([name, other, different = {}]) => ({ name, other, different })))(
    'A3: a login of $name is foreign, and used up',
    async ({ other, different }) => {
      const key = { sessionKey: 'shared' };
      const first = makeStrategy(declare(service()), { ...key, issuer });
      const second = makeStrategy(declare(service(), different), { ...key, issuer, ...other });
      const visitor = new Visitor();
      const state = stateOf(await visitor.start(first));
      expect((await visitor.finish(second, { code: 'c', state })).reason).toBe('state_foreign');
      expect((await visitor.finish(first, { code: 'c', state })).kind).toBe('fail');
      expect(service().at('/token')).toHaveLength(0);
    },
  );

  test('A4: a login of another tenant is foreign', async () => {
    const first = makeStrategy(declare(service()), {
      authorizationURL: 'https://honest.example/authorize',
      tokenURL: 'https://honest.example/token',
    });
    const second = makeStrategy(declare(service()));
    const visitor = new Visitor();
    const state = stateOf(await visitor.start(first));
    expect((await visitor.finish(second, { code: 'c', state })).kind).toBe('fail');
    expect(service().at('/token')).toHaveLength(0);
  });
});
