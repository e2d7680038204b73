// Compiled and run under every module setting that applications use: nothing here depends on one.
import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import express, { type NextFunction, type Request, type Response } from 'express';
import session from 'express-session';
import passport from 'passport';
import CoinPay, { type CoinPayProfile, type CoinPayStrategyOptions } from 'passport-coinpay';
import { Strategy as KomerzaStrategy } from 'passport-komerza';
import KonPro, { KonProClient, type KonProProfile } from 'passport-konpro';
import { Strategy as KoompiStrategy, type KoompiProfile, type KoompiStrategyOptions } from 'passport-koompi';
import KopoKopo, { KopoKopoClient, applicationToken } from 'passport-kopokopo';
import { ProviderError, ProviderStrategy, type TokenSet } from 'passport-oauth2-base';
import { openid } from 'passport-oauth2-base/oidc';
import { startEmulator } from 'passport-provider-emulator';
import { signIn } from '../support/browser.cjs';

type Done = (error: unknown, user?: Express.User | false) => void;

async function main(): Promise<void> {
  const emulator = await startEmulator();
  const app = express();
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  passport.serializeUser((user, done) => done(null, user));
  passport.deserializeUser((user: Express.User, done) => done(null, user));

  // passport-oauth2's verify callback, without an annotation and with one.
  const koompi: KoompiStrategyOptions = {
    ...emulator.koompi.options,
    callbackURL: `${origin}/callback/koompi`,
  };
  passport.use(
    new KoompiStrategy(koompi, (_accessToken, _refreshToken, profile, done) =>
      done(null, { id: profile.id }),
    ),
  );
  const withKonPro = (_access: string, _refresh: string, profile: KonProProfile, done: Done): void =>
    done(null, { id: profile.id });
  const konpro = new KonPro(
    { ...emulator.konpro.options, callbackURL: `${origin}/callback/konpro` },
    withKonPro,
  );
  passport.use(konpro);
  // With the request, as Express types it.
  passport.use(
    'komerza',
    new KomerzaStrategy(
      {
        ...emulator.komerza.options,
        callbackURL: `${origin}/callback/komerza`,
        passReqToCallback: true,
      },
      (req: Request, _accessToken, _refreshToken, profile, done) =>
        done(null, { id: profile.id, seen: req.path }),
    ),
  );
  // As an option.
  const coinpay: CoinPayStrategyOptions = {
    ...emulator.coinpay.options,
    callbackURL: `${origin}/callback/coinpay`,
  };
  passport.use(
    new CoinPay({
      ...coinpay,
      verify: ({ profile }: { profile: CoinPayProfile }) => Promise.resolve({ id: profile.id }),
    }),
  );
  const { clientID, clientSecret, baseURL } = emulator.kopokopo.options;
  const kopokopo = { clientID, clientSecret, baseURL };
  passport.use(
    new KopoKopo(kopokopo, (_accessToken, _refreshToken, profile, done) => done(null, { id: profile.id })),
  );

  app.use(session({ secret: 'test', resave: false, saveUninitialized: false }));
  app.use(passport.session());
  for (const name of ['koompi', 'konpro', 'komerza', 'coinpay']) {
    app.get(`/login/${name}`, passport.authenticate(name) as express.RequestHandler);
    app.get(`/callback/${name}`, passport.authenticate(name) as express.RequestHandler, (_req, res) => {
      res.redirect('/me');
    });
  }
  app.get('/me', (req, res) => {
    res.json(req.user ?? null);
  });
  const till = new KopoKopoClient(kopokopo);
  app.get('/till', applicationToken(till), (_req, res) => {
    res.json('till');
  });
  app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    res.status(500).send(error instanceof ProviderError ? error.reason : String(error));
  });

  const signedIn: Record<string, unknown> = {};
  for (const service of [emulator.koompi, emulator.konpro, emulator.komerza, emulator.coinpay]) {
    const user = (await signIn(origin, service.name, service)) as KoompiProfile | null;
    const [first] = service.users;
    const expected = service.name === 'konpro' ? `username:${first?.id}` : first?.id;
    if (user?.id !== expected) throw new Error(`${service.name}: ${JSON.stringify(user)}`);
    signedIn[service.name] = user?.id;
  }
  const token: TokenSet = await till.applicationToken();
  const reached: unknown = await (await fetch(`${origin}/till`)).json();
  const classes = [konpro instanceof ProviderStrategy, konpro.client instanceof KonProClient, typeof openid];
  if (token.accessToken === '' || reached !== 'till' || classes.join() !== 'true,true,function') {
    throw new Error(`Kopo Kopo or the classes: ${JSON.stringify({ reached, classes })}`);
  }
  server.closeAllConnections();
  server.close();
  await emulator.close();
  console.log(JSON.stringify([...Object.keys(signedIn), 'kopokopo']));
}

void main();
