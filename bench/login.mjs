// How much a login costs, as a ratio to peers in the same run: start and callback by `strategy.authenticate`, a
// profile request included, against one little OAuth server in a process of its own. CPU time of this process counts,
// not the clock: the network and the server are the same for all.
//
//   npm run bench            (builds first; about half a minute)
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const self = fileURLToPath(import.meta.url);
const logins = Number(process.env.BENCH_LOGINS ?? 2_000);
const rounds = 5;

if (process.argv[2] === 'server') {
  const json = (response, value) =>
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
  const server = createServer((request, response) => {
    request.resume().on('end', () =>
      request.url.startsWith('/token')
        ? json(response, {
            access_token: 'token',
            token_type: 'Bearer',
            expires_in: 3600,
            scope: 'profile',
          })
        : json(response, { id: '1', name: 'Sokha' }),
    );
  });
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
} else {
  await measure();
}

async function measure() {
  const server = fork(self, ['server']);
  const port = await new Promise((resolve) => server.once('message', resolve));
  const origin = `http://127.0.0.1:${port}`;
  const subjects = { 'passport-oauth2': peer(origin), 'passport-oauth2-base': ours(origin) };
  const best = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, strategy] of Object.entries(subjects)) {
      const cost = await cpuPerLogin(strategy);
      best[name] = Math.min(best[name] ?? Infinity, cost);
    }
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
  }
  const base = best['passport-oauth2'];
  console.table(
    Object.fromEntries(
      Object.entries(best).map(([name, cost]) => [
        name,
        { 'CPU µs per login': Math.round(cost), ratio: Number((cost / base).toFixed(2)) },
      ]),
    ),
  );
  server.kill();
}

async function cpuPerLogin(strategy) {
  for (let i = 0; i < 100; i += 1) await login(strategy);
  const before = process.cpuUsage();
  for (let i = 0; i < logins; i += 1) await login(strategy);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / logins;
}

async function login(strategy) {
  const session = {};
  const started = await act(strategy, { method: 'GET', url: '/login', headers: {}, query: {}, session });
  const state = new URL(started.redirect).searchParams.get('state');
  const query = { code: 'code', state };
  const url = `/callback?code=code&state=${state}`;
  const done = await act(strategy, { method: 'GET', url, headers: { cookie: 'a=b' }, query, session });
  if (!done.success) throw new Error('the login failed', { cause: done.error ?? done.fail });
}

function act(strategy, req) {
  return new Promise((resolve) => {
    const acting = Object.create(strategy);
    for (const name of ['success', 'fail', 'redirect', 'error']) {
      acting[name] = (value) => resolve({ [name]: value ?? true });
    }
    acting.authenticate(req, {});
  });
}

function common(origin) {
  return {
    clientID: 'client',
    clientSecret: 'client-secret',
    callbackURL: 'http://localhost:3000/callback',
    authorizationURL: `${origin}/authorize`,
    tokenURL: `${origin}/token`,
    scope: 'profile',
  };
}

function verify(accessToken, refreshToken, profile, done) {
  done(null, profile);
}

/** passport-oauth2 with state and PKCE switched on, and the usual profile request. */
function peer(origin) {
  const OAuth2Strategy = createRequire(import.meta.url)('passport-oauth2');
  const strategy = new OAuth2Strategy({ ...common(origin), state: true, pkce: true }, verify);
  strategy._oauth2.useAuthorizationHeaderforGET(true);
  strategy.userProfile = (accessToken, done) =>
    strategy._oauth2.get(`${origin}/me`, accessToken, (error, body) =>
      error ? done(error) : done(null, JSON.parse(body)),
    );
  return strategy;
}

function ours(origin) {
  const base = createRequire(import.meta.url)('passport-oauth2-base');
  const declaration = base.defineProvider({
    name: 'bench',
    title: 'Bench',
    documentation: 'https://example-business.com',
    endpoints: {
      authorization: `${origin}/authorize`,
      token: `${origin}/token`,
      userProfile: `${origin}/me`,
    },
    clientAuthentication: 'client_secret_post',
    pkce: 'required',
    profile: { map: (user) => ({ id: user.identifier('id'), displayName: user.text('name') }) },
  });
  const options = common(origin);
  return new base.ProviderStrategy(new base.ProviderClient(declaration, options), options, verify);
}
