import { eachTestHasService } from 'passport-strategy-contract/harness';
import { declare, makeStrategy } from 'passport-strategy-contract/harness';
import { authenticate, stateOf, Visitor, type Query } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
const code = 'the-code';
const handle = 'h'.repeat(43);

interface Row {
  readonly name: string;
  /** Where `{state}` stands, the right state is put. */
  readonly request: { method?: string; query?: unknown; body?: unknown; url?: string };
  readonly end: string;
}

const withoutProto = (members: object): object => Object.assign(Object.create(null) as object, members);

const rows: readonly Row[] = [
  { name: 'a form post', request: { method: 'POST', body: { code, state: '{state}' } }, end: 'success' },
  {
    name: 'a form post beside an unrelated query',
    request: { method: 'POST', query: { lang: 'cs' }, body: { code, state: '{state}' } },
    end: 'success',
  },
  {
    name: 'a body without prototype',
    request: { method: 'POST', body: withoutProto({ code, state: '{state}' }) },
    end: 'success',
  },
  {
    name: 'a query without prototype',
    request: { query: withoutProto({ code, state: '{state}' }) },
    end: 'success',
  },
  { name: 'a query in POST', request: { method: 'POST', query: { code, state: '{state}' } }, end: 'success' },
  {
    name: 'R17: parameters that nobody knows',
    request: { query: { code, state: '{state}', session_state: 'x', admin: ['1'] } },
    end: 'success',
  },
  {
    name: 'a query that nobody parsed',
    request: { query: undefined, url: '/callback?code=the-code&state={state}' },
    end: 'success',
  },
  {
    name: 'R28: both, the same',
    request: { method: 'POST', query: { code, state: '{state}' }, body: { code, state: '{state}' } },
    end: 'callback_malformed',
  },
  {
    name: 'R28: code in the query, error in the body',
    request: { method: 'POST', query: { code, state: '{state}' }, body: { error: 'x' } },
    end: 'callback_malformed',
  },
  {
    name: 'R28: state in the query, code in the body',
    request: { method: 'POST', query: { state: '{state}' }, body: { code } },
    end: 'callback_malformed',
  },
  {
    name: 'R28: code in the query, state in the body',
    request: { method: 'POST', query: { code }, body: { state: '{state}' } },
    end: 'callback_malformed',
  },
  {
    name: 'R28: a GET with a body',
    request: { query: {}, body: { code, state: '{state}' } },
    end: 'redirect',
  },
  {
    name: 'A74: a HEAD with a body',
    request: { method: 'HEAD', query: {}, body: { code, state: '{state}' } },
    end: 'head_request',
  },
  {
    name: 'a body that is text',
    request: { method: 'POST', body: 'code=the-code&state={state}' },
    end: 'redirect',
  },
  { name: 'a body that is a list', request: { method: 'POST', body: [{ code }] }, end: 'redirect' },
  { name: 'a body that is bytes', request: { method: 'POST', body: Buffer.from('code=x') }, end: 'redirect' },
  { name: 'no body', request: { method: 'POST', body: undefined }, end: 'redirect' },
  {
    name: 'A39: an own `__proto__`',
    request: { query: JSON.parse('{"__proto__":{"code":"x","state":"{state}"}}') },
    end: 'redirect',
  },
  {
    name: 'A39: inherited parameters',
    request: { query: Object.create({ code, state: '{state}' }) },
    end: 'redirect',
  },
  {
    name: 'A39: `constructor` and `toString`',
    request: { query: { constructor: 'x', toString: 'y', valueOf: ['z'] } },
    end: 'redirect',
  },
  {
    name: 'A39: unparsed `__proto__`',
    request: { query: undefined, url: '/callback?__proto__=1&__proto__=2&state={state}' },
    end: 'callback_incomplete',
  },
  ...['code', 'state', 'iss', 'error', 'error_description', 'error_uri'].flatMap((name) => [
    {
      name: `A40: ${name} twice`,
      request: { query: { code, state: '{state}', [name]: ['a', 'b'] } },
      end: 'callback_malformed',
    },
    {
      name: `A40: ${name} as an object`,
      request: { query: { code, state: '{state}', [name]: { x: 'a' } } },
      end: 'callback_malformed',
    },
    {
      name: `${name} of 20 KB`,
      request: { query: { code, state: '{state}', [name]: 'x'.repeat(20_000) } },
      end: 'callback_malformed',
    },
    {
      name: `${name} as a number`,
      request: { method: 'POST', body: { code, state: '{state}', [name]: 7 } },
      end: 'callback_malformed',
    },
  ]),
  {
    name: 'A40: code twice, unparsed',
    request: { query: undefined, url: '/callback?code=a&code=b&state={state}' },
    end: 'callback_malformed',
  },
  {
    name: 'A40: three thousand codes, unparsed',
    request: { query: undefined, url: `/callback?${'code=a&'.repeat(3_000)}state={state}` },
    end: 'callback_malformed',
  },
  {
    name: 'A40: code[], unparsed',
    request: { query: undefined, url: '/callback?code[]=a&state={state}' },
    end: 'callback_incomplete',
  },
  {
    name: 'broken percent-encoding',
    request: { query: undefined, url: '/callback?code=%E0%A4%A&state={state}' },
    end: 'success',
  },
  {
    name: 'code and error',
    request: { query: { code, error: 'access_denied', state: '{state}' } },
    end: 'access_denied',
  },
  { name: 'an empty code', request: { query: { code: '', state: '{state}' } }, end: 'callback_incomplete' },
  { name: 'a state alone', request: { query: { state: '{state}' } }, end: 'callback_incomplete' },
  { name: 'A6: an unknown state alone', request: { query: { state: handle } }, end: 'state_unknown' },
  {
    name: 'A42: a denial without a state',
    request: { query: { error: 'access_denied' } },
    end: 'state_missing',
  },
  {
    name: 'A42: a denial with an empty state',
    request: { query: { error: 'access_denied', state: '' } },
    end: 'state_missing',
  },
  {
    name: 'A6: a state that only begins right',
    request: { query: { code, state: '{state}x' } },
    end: 'state_unknown',
  },
  {
    name: 'A6: a state in other letters',
    request: { query: { code, state: ' {state}' } },
    end: 'state_unknown',
  },
  {
    name: 'no query and no address',
    request: { query: undefined, url: undefined as never },
    end: 'redirect',
  },
];

test.each(rows)('$name: $end', async ({ request, end }) => {
  const strategy = makeStrategy(declare(service()));
  const visitor = new Visitor();
  const state = stateOf(await visitor.start(strategy));
  const outcome = await authenticate(
    strategy,
    visitor.request(filled({ url: '/callback', ...request }, state) as Query),
  );
  expect(outcome.reason ?? outcome.kind).toBe(end);
  expect(service().at('/token')).toHaveLength(end === 'success' ? 1 : 0);
  if (end === 'callback_malformed' || end === 'callback_incomplete') expect(outcome.status).toBe(400);
});

/** Puts the state where `{state}` stands, and leaves prototypes as they are. */
function filled(value: unknown, state: string): unknown {
  if (typeof value === 'string') return value.replace('{state}', state);
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  if (Array.isArray(value)) return value.map((item) => filled(item, state));
  const copy = Object.create(Object.getPrototypeOf(value) as object | null) as object;
  for (const name of Object.getOwnPropertyNames(value)) {
    const inner = Object.getOwnPropertyDescriptor(value, name)?.value as unknown;
    Object.defineProperty(copy, name, {
      value: filled(inner, state),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return copy;
}
