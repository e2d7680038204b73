import { cookieStore } from 'passport-oauth2-base';
import { CookieBrowser } from 'passport-strategy-contract/harness';
import { authenticate, stateOf, Visitor, type Outcome } from 'passport-strategy-contract/harness';
import { declare, makeStrategy } from 'passport-strategy-contract/harness';
import { eachTestHasService } from 'passport-strategy-contract/harness';

const service = eachTestHasService();

type Row = readonly [name: string, req: object, reason: string, status: number];
const prefetch = (headers: object): object => ({ headers: { cookie: 'session=1', ...headers } });
const rows: readonly Row[] = [
  ['HEAD', { method: 'HEAD' }, 'head_request', 405],
  ['a prefetch', prefetch({ 'sec-purpose': 'prefetch' }), 'prefetch_request', 503],
  ['a prerender', prefetch({ 'sec-purpose': 'prefetch;prerender' }), 'prefetch_request', 503],
  [
    'a prefetch of a proxy',
    prefetch({ 'sec-purpose': 'prefetch;anonymous-client-ip' }),
    'prefetch_request',
    503,
  ],
  ['a prefetch of an older Chrome', prefetch({ purpose: 'prefetch' }), 'prefetch_request', 503],
  ['a preview of Safari', prefetch({ 'x-purpose': 'preview' }), 'prefetch_request', 503],
  ['a prefetch of Firefox', prefetch({ 'x-moz': 'prefetch' }), 'prefetch_request', 503],
];

test.each(rows)(
  'A74: %s stores nothing, uses nothing up, and the person signs in',
  async (_name, req, reason, status) => {
    const strategy = makeStrategy(declare(service()));
    const visitor = new Visitor();
    const refused = { kind: 'error', reason, error: { status } };
    for (let i = 0; i < 6; i++) {
      expect(await authenticate(strategy, visitor.request(req))).toMatchObject(refused);
    }
    expect(visitor.session).toEqual({});
    const query = { code: 'c', state: stateOf(await visitor.start(strategy)) };
    expect(await visitor.finish(strategy, query, {}, req)).toMatchObject(refused);
    expect(await visitor.finish(strategy, { code: ['a', 'b'] }, {}, req)).toMatchObject(refused);
    expect(service().requests).toEqual([]);
    expect((await visitor.finish(strategy, query)).kind).toBe('success');
  },
);

test.each(rows)('A74: %s sets no cookie and clears none', async (_name, req, reason) => {
  const strategy = makeStrategy(declare(service()), {
    store: cookieStore({ secret: 'a secret of more than 32 characters' }),
  });
  const browser = new CookieBrowser();
  expect((await browser.visit(strategy, {}, req)).reason).toBe(reason);
  expect(browser.set).toEqual([]);
  const state = await browser.start(strategy);
  const [header = ''] = [...browser.jar].map((pair) => pair.join('='));
  const headers = { ...(req as { headers?: object }).headers, cookie: header };
  const outcome: Outcome = await browser.finish(strategy, state, { ...req, headers });
  expect([outcome.reason, browser.set]).toEqual([reason, []]);
  expect((await browser.finish(strategy, state)).kind).toBe('success');
});

test.each([{ purpose: 'navigate' }, { 'sec-purpose': '' }, { 'sec-fetch-mode': 'navigate' }])(
  'headers of a person are no prefetch: %j',
  async (headers) => {
    const outcome = await authenticate(makeStrategy(declare(service())), new Visitor().request({ headers }));
    expect(outcome.kind).toBe('redirect');
  },
);
