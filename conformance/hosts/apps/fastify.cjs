'use strict';
// Fastify 5 with @fastify/passport, and @fastify/session or @fastify/secure-session.
const { KOOMPI, BASE_URL, PORT, SESSIONS, PENDING, ERRORS } = process.env;
const fastify = require('fastify');
const { Authenticator } = require('@fastify/passport');
const { Strategy } = require('passport-koompi');
const { cookieStore } = require('passport-oauth2-base');
const { findOrCreate, refreshTokens } = require('./users.cjs');

const secret = 'a secret of at least 32 characters';
const passport = new Authenticator();
const strategy = new Strategy(
  {
    ...JSON.parse(KOOMPI),
    callbackURL: `${BASE_URL}/api/auth/callback/koompi`,
    ...(PENDING === 'cookie' ? { store: cookieStore({ secret, response: (request) => request.reply }) } : {}),
  },
  (accessToken, refreshToken, profile) => findOrCreate(profile, accessToken, refreshToken),
);
passport.use(strategy);
passport.registerUserSerializer(async (user) => user);
passport.registerUserDeserializer(async (user) => user);

const app = fastify();
const cookie = { path: '/', secure: false, sameSite: 'lax' };
if (SESSIONS === '@fastify/session') {
  app.register(require('@fastify/cookie'));
  app.register(require('@fastify/session'), { secret, cookie, saveUninitialized: false });
} else {
  app.register(require('@fastify/secure-session'), { secret, salt: 'sixteen letters.', cookie });
}
app.register(passport.initialize());
app.register(passport.secureSession());

if (PENDING === 'cookie') {
  app.decorateRequest('reply', null);
  app.addHook('onRequest', async (request, reply) => {
    request.reply = reply;
  });
}
if (ERRORS === 'page') require('./readme-fastify-errors.cjs')(app);

app.get('/login', passport.authenticate('koompi', { returnTo: '/me' }));
const finished = async (request, reply, error, user, info) => {
  if (error) throw error;
  if (!user) return reply.code(401).type('text/plain').send(`Not signed in (${info?.reason})`);
  await request.logIn(user);
  return reply.redirect(info.returnTo ?? '/me');
};
const itself = { successRedirect: '/me' };
const callback = passport.authenticate('koompi', ...(ERRORS === 'page' ? [finished] : [itself]));
app.get('/api/auth/callback/koompi', callback);
app.get('/me', async (request, reply) => {
  if (!request.user) return reply.code(401).send('Nobody is signed in');
  return request.user;
});
app.post('/refresh', async (request, reply) => {
  if (!request.user) return reply.code(401).send('Nobody is signed in');
  return { expiresAt: await refreshTokens(strategy.client, request.user.id) };
});
app.post('/logout', async (request, reply) => {
  await request.logout();
  return reply.redirect('/me');
});
app.listen({ port: Number(PORT), host: '127.0.0.1' }).then(() => console.log('listening'));
