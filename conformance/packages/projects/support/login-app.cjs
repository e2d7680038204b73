'use strict';
const { signIn } = require('./browser.cjs');

/** An ordinary application: `/login/<name>`, `/callback/<name>`, and `/me`, which tells who is signed in. */
async function startApp({ express, passport, sessions }, strategies) {
  passport.serializeUser((user, done) => done(null, user));
  passport.deserializeUser((user, done) => done(null, user));
  const app = express();
  for (const middleware of sessions) app.use(middleware);
  app.use(passport.session());
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  for (const [name, makeStrategy] of Object.entries(strategies)) {
    passport.use(name, makeStrategy(`${origin}/callback/${name}`));
    app.get(`/login/${name}`, passport.authenticate(name));
    app.get(`/callback/${name}`, passport.authenticate(name), (_req, res) => res.redirect('/me'));
  }
  app.get('/me', (req, res) => res.json(req.user ?? null));
  app.use((error, _req, res, next) => {
    if (res.headersSent) return next(error);
    res.status(500).send(`${error.reason} ${error.stack}`);
  });
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin, close };
}

const verify = (_accessToken, _refreshToken, profile, done) => done(null, profile.id);

/** Each service that redirects, with the classes of the packages as the project got them. */
function redirectLogins(emulator, { Koompi, KonPro, Komerza, CoinPay }) {
  const { koompi, konpro, komerza, coinpay } = emulator;
  const plain = (Strategy, service) => ({
    service,
    strategy: (callbackURL) => new Strategy({ ...service.options, callbackURL }, verify),
  });
  return {
    koompi: plain(Koompi, koompi),
    konpro: plain(KonPro, konpro),
    komerza: plain(Komerza, komerza),
    coinpay: plain(CoinPay, coinpay),
    'coinpay-published': {
      service: coinpay,
      strategy: (callbackURL) => new CoinPay({ ...coinpay.publishedOptions, callbackURL }, verify),
      before: () => (coinpay.switches.server = 'published'),
      after: () => (coinpay.switches.server = 'documented'),
    },
  };
}

/** Signs in with every service; gives who was signed in, by the name of the login. */
async function signInEverywhere(parts, logins) {
  const strategies = Object.fromEntries(
    Object.entries(logins).map(([name, { strategy }]) => [name, strategy]),
  );
  const app = await startApp(parts, strategies);
  const signedIn = {};
  for (const [name, { service, before, after }] of Object.entries(logins)) {
    before?.();
    signedIn[name] = await signIn(app.origin, name, service);
    after?.();
  }
  app.close();
  return signedIn;
}

/** Whom the emulator's first users must be signed in as. */
function expectedUsers(logins) {
  const idOf = (name, id) => (name === 'konpro' ? `username:${id}` : id);
  return Object.fromEntries(
    Object.entries(logins).map(([name, { service }]) => [name, idOf(name, service.users[0].id)]),
  );
}

/** Whether Kopo Kopo, where no user signs in, gives the application a token. */
async function hasApplicationToken(emulator, KopoKopoClient) {
  const { clientID, clientSecret, baseURL } = emulator.kopokopo.options;
  const client = new KopoKopoClient({ clientID, clientSecret, baseURL });
  const { accessToken } = await client.applicationToken();
  return typeof accessToken === 'string' && accessToken !== '';
}

module.exports = { startApp, redirectLogins, signInEverywhere, expectedUsers, hasApplicationToken };
