import {
  Visitor,
  declare,
  makeClient,
  makeStrategy,
  oauth2Of,
  eachTestHasService,
} from 'passport-strategy-contract/harness';
import { OAuth2Strategy } from './support/passport-oauth2';

const service = eachTestHasService();

type Members = Readonly<Record<string, unknown>>;

/** NestJS responds with an error's `statusCode`, Express with its `status`. */
function expectHarmless(error: unknown): void {
  expect(error).toBeInstanceOf(Error);
  expect(error).not.toHaveProperty('statusCode');
  const { status } = error as Members;
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThanOrEqual(599);
}

/** Responses whose status a framework would send to the visitor. */
const responses = [
  ['200 with an error', { status: 200, json: { error: 'invalid_grant' } }, 200],
  ['200 without a token', { status: 200, json: {} }, 200],
  ['204', { status: 204 }, 204],
  ['302', { status: 302, json: { error: 'invalid_grant' } }, 302],
  ['304', { status: 304 }, 304],
  ['400', { status: 400, json: { error: 'invalid_grant' } }, 400],
  ['401', { status: 401, json: {} }, 401],
  ['503', { status: 503, json: {} }, 503],
] as const;

describe.each(responses)('A76: the service responds with %s', (_name, response, status) => {
  test('to the exchange of a code', async () => {
    service().token = response;
    const { error } = await new Visitor().login(makeStrategy(declare(service())));
    expectHarmless(error);
    expect(error).toMatchObject({ responseStatus: status });
  });

  test('to a refresh', async () => {
    service().refresh = response;
    const error: unknown = await makeClient(declare(service()))
      .refresh?.('r')
      .catch((it: unknown) => it);
    expectHarmless(error);
    expect(error).toMatchObject({ responseStatus: status });
  });

  test('to the profile request', async () => {
    service().user = response;
    const { error } = await new Visitor().login(makeStrategy(declare(service())));
    expectHarmless(error);
  });

  test('to `_oauth2.get` in a replaced `userProfile`, whose error goes on as it is', async () => {
    service().user = response;
    const strategy = makeStrategy(declare(service()));
    let seen: unknown;
    strategy.userProfile = (token, done) =>
      oauth2Of(strategy).get(`${service().origin}/user`, token, (error, body) => {
        seen = error;
        done(error ?? new Error('a page', { cause: body }));
      });
    const { error } = await new Visitor().login(strategy);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toHaveProperty('statusCode');
    if (status >= 400) expect(seen).toMatchObject({ statusCode: status });
  });
});

test('A76: `oauthError` keeps the members of node-oauth', async () => {
  service().token = { status: 500, json: { odd: 1 } };
  const { error } = await new Visitor().login(makeStrategy(declare(service())));
  expectHarmless(error);
  expect((error as Members)['oauthError']).toMatchObject({ statusCode: 500, data: '{"odd":1}' });
});

test.each([200, 204, 302, undefined, '200'])(
  'A76: an error of `parseErrorResponse` with the status %j gets one that can be answered',
  async (status) => {
    const strategy = makeStrategy(declare(service()));
    strategy.parseErrorResponse = () => new OAuth2Strategy.TokenError('mine', 'code', '', status);
    service().token = { status: 400, json: {} };
    const { error } = await new Visitor().login(strategy);
    expect(error).toMatchObject({ message: 'mine' });
    expectHarmless(error);
  },
);

test('A76: the challenge of a failed login has no `statusCode`', async () => {
  const strategy = makeStrategy(declare(service()));
  const visitor = new Visitor();
  const state = (await visitor.start(strategy)).searchParams.get('state');
  const { info } = await visitor.finish(strategy, { state, error: 'access_denied' });
  expect(info).toMatchObject({ reason: 'access_denied' });
  expect(info).not.toHaveProperty('statusCode');
});
