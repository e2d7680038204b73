import {
  defineProvider,
  ProviderClient,
  strategyClass,
  type ProviderStrategyOptions,
} from 'passport-oauth2-base';
import type { Contract, RunnableApiCase } from 'passport-strategy-contract';
import { Readme } from './readme-snippets';

const readme = new Readme('packages/passport-strategy-contract/README.md');

test('every piece of code is run by a test', () => {
  expect(readme.untested).toBe(0);
});

/** A test runner that keeps the rows that a snippet gives to `test.each`, and what runs after them. */
function rowsOf(
  name: string,
  given: object = {},
): { rows: readonly RunnableApiCase[]; close: () => unknown } {
  let rows: readonly RunnableApiCase[] = [];
  let close: () => unknown = () => undefined;
  const each = (all: Contract['cases']) => () => void (rows = all);
  readme.run(name, { given: { test: { each }, afterAll: (run: () => unknown) => (close = run), ...given } });
  return { rows, close };
}

describe.each(['login', 'api', 'identity'])('snippet %s', (name) => {
  const { rows, close } = rowsOf(name);
  afterAll(close);
  test('gives rows', () => expect(rows.length).toBeGreaterThan(3));
  test.each(rows.slice(0, 4))('$title', ({ run }) => run());
});

describe('snippet own-service', () => {
  const acme = defineProvider({
    name: 'acme',
    title: 'Acme',
    documentation: 'https://example-business.com/docs',
    endpoints: { token: 'https://example-business.com/token' },
    clientAuthentication: 'client_secret_post',
    pkce: 'optional',
    refresh: {},
    profile: { map: (user) => ({ id: user.identifier('id'), displayName: user.text('name') }) },
  });
  class AcmeClient extends ProviderClient {
    constructor(options: ProviderStrategyOptions) {
      super(acme, options);
    }
  }
  class AcmeStrategy extends strategyClass<AcmeClient, ProviderStrategyOptions, unknown>(AcmeClient) {}
  Object.assign(AcmeStrategy, { Strategy: AcmeStrategy });
  const { rows, close } = rowsOf('own-service', { AcmeStrategy });
  afterAll(close);
  test.each(rows)('$title', ({ run }) => run());
});

describe('snippet harness', () => {
  readme.run('harness', { given: { test, expect, beforeAll, beforeEach, afterEach, afterAll } });
});
