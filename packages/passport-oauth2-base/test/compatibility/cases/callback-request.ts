import { observe, type Case, type Observed } from '../observe';
import { type Subject } from '../subjects';
import { stateOf, Visitor } from 'passport-strategy-contract/harness';

type Send = (state: string) => object;

/** A login whose callback arrives in another form. */
async function arrives(it: Subject, send: Send): Promise<Observed> {
  const [visitor, strategy] = [new Visitor(), it.make()];
  const state = stateOf(await visitor.start(strategy));
  const { kind, status, user, error } = await observe(
    strategy,
    visitor.request({ url: '/callback', ...send(state) }),
  );
  return { kind, status, user, error };
}

const same = (name: string, send: Send): Case => ({ name, run: (it) => arrives(it, send) });
const success: Observed = { kind: 'success', user: { id: 'fixed' } };
const differs = (
  name: string,
  difference: NonNullable<Case['ours']>['differs'],
  send: Send,
  [theirs, ours]: readonly [Observed, Observed],
): Case => {
  const none = { status: undefined, user: undefined, error: undefined };
  return {
    name,
    run: (it) => arrives(it, send),
    ours: { differs: difference, theirs: { ...none, ...theirs }, ours: { ...none, ...ours } },
  };
};

const start: Observed = { kind: 'redirect' };

export const callbackRequestCases: readonly Case[] = [
  same('in the query', (state) => ({ query: { code: 'c', state } })),
  same('in the body of a form post', (state) => ({ method: 'POST', query: {}, body: { code: 'c', state } })),
  same('in the body, and there is no query', (state) => ({
    method: 'POST',
    query: undefined,
    body: { code: 'c', state },
  })),
  same('with parameters that nobody knows', (state) => ({ query: { code: 'c', state, session_state: 'x' } })),
  same('with an empty code', () => ({ query: { code: '' } })),
  same('an unrelated query starts a login', () => ({ query: { page: '2' } })),
  same('an unrelated body starts a login', () => ({ method: 'POST', query: {}, body: { user: 'x' } })),
  same('without a body at all', (state) => ({ query: { code: 'c', state }, body: undefined })),
  differs(
    'the query has not been parsed',
    'arrival',
    (state) => ({ query: undefined, url: `/callback?code=c&state=${state}` }),
    [start, success],
  ),
  differs('in the body of a GET', 'arrival', (state) => ({ query: {}, body: { code: 'c', state } }), [
    success,
    start,
  ]),
  differs(
    'a form that nobody has parsed',
    'unparsedForm',
    () => ({
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '9' },
    }),
    [start, { kind: 'error', error: 'ProviderError', status: 500 }],
  ),
  differs('by HEAD', 'automated', (state) => ({ method: 'HEAD', query: { code: 'c', state } }), [
    success,
    { kind: 'error', error: 'ProviderError', status: 405 },
  ]),
  differs(
    'by a prefetch',
    'automated',
    (state) => ({ headers: { 'sec-purpose': 'prefetch' }, query: { code: 'c', state } }),
    [success, { kind: 'error', error: 'ProviderError', status: 503 }],
  ),
  differs(
    'code in the query, state in the body',
    'arrival',
    (state) => ({ method: 'POST', query: { code: 'c' }, body: { state } }),
    [success, { kind: 'fail', status: 400 }],
  ),
  differs('a code that occurs twice', 'twice', (state) => ({ query: { code: ['a', 'b'], state } }), [
    success,
    { kind: 'fail', status: 400 },
  ]),
  differs('a state alone', 'stateAlone', (state) => ({ query: { state } }), [
    start,
    { kind: 'fail', status: 400 },
  ]),
  differs(
    'an error in the body',
    'arrival',
    (state) => ({ method: 'POST', query: {}, body: { error: 'server_error', state } }),
    [start, { kind: 'error', error: 'AuthorizationError', status: 502 }],
  ),
  differs(
    'a forged access_denied',
    'errorAfterState',
    () => ({ query: { error: 'access_denied', state: 'x' } }),
    [{ kind: 'fail' }, { kind: 'fail', status: 403 }],
  ),
  differs('another forged error', 'errorAfterState', () => ({ query: { error: 'server_error' } }), [
    { kind: 'error', error: 'AuthorizationError', status: 502 },
    { kind: 'fail', status: 403 },
  ]),
];
