import express, { type ErrorRequestHandler } from 'express';
import { applicationToken, KopoKopoClient } from 'passport-kopokopo';
import { faults } from 'passport-provider-emulator';
import { useKopoKopo } from './support/kopokopo';

const kopokopo = useKopoKopo();

type Request = { kopokopo?: { token?: { accessToken: string }; other?: number }; user?: unknown };

/** Runs the middleware on a request; gives what `next` was called with, each time. */
async function run(client: KopoKopoClient, req: Request = {}): Promise<unknown[][]> {
  const calls: unknown[][] = [];
  await new Promise<void>((resolve) => {
    applicationToken(client)({ headers: {}, ...req }, {}, (...args) => {
      calls.push(args);
      resolve();
    });
  });
  return calls;
}

test('gives the route the token, as req.kopokopo.token; no user', async () => {
  const client = new KopoKopoClient(kopokopo.options);
  const app = express();
  app.get('/', applicationToken(client) as express.RequestHandler, (req, res) => {
    const { kopokopo: given, user } = req as Request;
    res.json({ token: given?.token?.accessToken, user: user ?? null, hasUser: 'user' in req });
  });
  const origin = await kopokopo.listen(app);
  const { accessToken } = await client.applicationToken();
  expect(await (await fetch(origin)).json()).toEqual({ token: accessToken, user: null, hasUser: false });
});

test('leaves a user, and what else is in req.kopokopo, as they are', async () => {
  const client = new KopoKopoClient(kopokopo.options);
  const req = { headers: {}, kopokopo: { other: 1 }, user: { id: 'somebody' } };
  const calls: unknown[][] = [];
  await new Promise<void>((resolve) =>
    applicationToken(client)(req, {}, (...args) => {
      calls.push(args);
      resolve();
    }),
  );
  expect(calls).toEqual([[]]);
  expect(req.user).toEqual({ id: 'somebody' });
  expect(req.kopokopo).toEqual({ other: 1, token: await client.applicationToken() });
});

test('100 requests at once make one token request', async () => {
  const client = new KopoKopoClient(kopokopo.options);
  const requests = await kopokopo.received('token', async () => {
    const all = await Promise.all(Array.from({ length: 100 }, () => run(client)));
    expect(all.every((calls) => calls.length === 1 && calls[0]?.length === 0)).toBe(true);
  });
  expect(requests).toHaveLength(1);
});

test('an error goes to next, once, and the next request tries again', async () => {
  const client = new KopoKopoClient(kopokopo.options);
  kopokopo.service.fault('token', faults.status(503));
  const req: Request = {};
  const [[error] = [], ...more] = await run(client, req);
  expect(error).toMatchObject({ name: 'ProviderError', reason: 'provider_unavailable', status: 502 });
  expect(more).toEqual([]);
  expect(req).toEqual({});
  kopokopo.service.clearFaults();
  expect(await run(client)).toEqual([[]]);
});

test('in Express the error is answered with its status', async () => {
  const client = new KopoKopoClient({ ...kopokopo.options, clientSecret: 'wrong' });
  const app = express();
  app.get('/', applicationToken(client) as express.RequestHandler, (_req, res) => void res.send('reached'));
  app.use(((error: { reason: string; code: string; status: number }, _req, res, _next) => {
    res.status(error.status).send(`${error.reason} ${error.code}`);
  }) as ErrorRequestHandler);
  const answer = await fetch(await kopokopo.listen(app));
  expect([answer.status, await answer.text()]).toEqual([502, 'token_refused invalid_client']);
});

test.each([[undefined], [null], ['route'], [0]])(
  'A59 a client whose applicationToken rejects with %p: an Error, and the handler does not run',
  async (reason) => {
    const client = { applicationToken: () => Promise.reject(reason) };
    const error = await new Promise<unknown>((resolve) =>
      applicationToken(client as never)({ headers: {} }, {}, resolve),
    );
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ cause: reason });
  },
);
