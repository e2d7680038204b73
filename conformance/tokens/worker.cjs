'use strict';
/**
 * One process of an application that keeps tokens in Redis. The parent sends `{ id, userId, callers, options }` and
 * gets `{ id, results }`: for each caller a token, or the reason and `retryable` of an error.
 */
const { defineProvider, ProviderClient } = require('passport-oauth2-base');
const { redisTokenStore, TokenKeeper } = require('passport-oauth2-base/tokens');
const { createClient } = require('redis');

const { redisURL, secret, service, clockOffset, timeout, storeTimeout } = JSON.parse(
  process.env.WORKER_SETTINGS,
);
const { now } = Date;
Date.now = () => now() + clockOffset;

const acme = defineProvider({
  name: 'acme',
  title: 'Acme',
  documentation: 'https://example-business.com/docs',
  endpoints: { token: `${service}/token`, refresh: `${service}/refresh`, revocation: `${service}/revoke` },
  clientAuthentication: 'client_secret_post',
  pkce: 'optional',
  refresh: {},
  profile: { map: (user) => ({ id: user.identifier('id') }) },
});

async function main() {
  const redis = createClient({ url: redisURL, socket: { reconnectStrategy: 50 } });
  redis.on('error', () => undefined);
  await redis.connect();
  const client = new ProviderClient(acme, { clientID: 'client-1', clientSecret: 'secret', timeout });
  const keeper = new TokenKeeper({ client, store: redisTokenStore(redis, { secret }), storeTimeout });
  const call = (userId, options) =>
    keeper.accessToken(userId, options).then(
      (token) => ({ token }),
      ({ reason, retryable, message }) => ({ reason: reason ?? message, retryable: retryable === true }),
    );
  process.on('message', async ({ id, userId, callers = 1, options }) => {
    const results = await Promise.all(Array.from({ length: callers }, () => call(userId, options)));
    process.send({ id, results });
  });
  process.on('disconnect', () => process.exit(0));
  process.send({ ready: true });
}

void main();
