'use strict';

// Runs the sources in a plain Node, and tells which parts of jose were resolved until when. The sources are compiled
// on the way, with `import()` left as it is.
const { createHmac } = require('node:crypto');
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');
const { MessageChannel, receiveMessageOnPort } = require('node:worker_threads');
const { transformSync } = require('@swc/core');

const source = (path) => require(join(__dirname, '../../../src', path));

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs', ignoreDynamic: true },
  });
  module._compile(code, filename);
};

const hook = `
let port;
export const initialize = (given) => void (port = given);
export function resolve(specifier, context, next) {
  if (/^jose(\\/|$)/.test(specifier)) port.postMessage(specifier);
  return next(specifier, context);
}`;
const { port1, port2 } = new MessageChannel();
port1.unref();
Module.register(`data:text/javascript,${encodeURIComponent(hook)}`, { data: port2, transferList: [port2] });

const resolved = new Set();
const { _resolveFilename } = Module;
Module._resolveFilename = function (specifier, ...rest) {
  if (/^jose(\/|$)/.test(specifier)) resolved.add(specifier);
  return _resolveFilename.call(this, specifier, ...rest);
};
function josePartsSoFar() {
  for (let next = receiveMessageOnPort(port1); next; next = receiveMessageOnPort(port1)) {
    resolved.add(next.message);
  }
  return [...resolved];
}

/** What Passport does with a strategy for one request. */
function authenticate(strategy, request, options) {
  return new Promise((resolve, reject) => {
    const end = { redirect: resolve, success: resolve, fail: reject, error: reject };
    Object.assign(Object.create(strategy), end).authenticate(request, options);
  });
}

async function main() {
  const { defineProvider, ProviderClient, ProviderStrategy } = source('index.ts');
  const { openid } = source('oidc/index.ts');
  const issuer = 'https://op.example-business.com';
  const secret = 'a secret of at least thirty-two characters';
  let idToken;
  const answers = {
    '/.well-known/openid-configuration': () => ({ issuer, authorization_endpoint: `${issuer}/authorize` }),
    '/token': () => ({ access_token: 'access', token_type: 'Bearer', id_token: idToken }),
  };
  const declaration = defineProvider({
    name: 'acme',
    title: 'Acme',
    documentation: 'https://example-business.com/docs',
    endpoints: { authorization: '{issuer}/authorize', token: '{issuer}/token' },
    clientAuthentication: 'client_secret_post',
    pkce: 'required',
    scope: ['openid'],
    openid: openid({ algorithms: ['RS256'], discovery: true }),
    profile: { fromClaims: (claims) => claims, map: (user) => ({ id: user.identifier('sub') }) },
  });
  const options = {
    clientID: 'client-1',
    clientSecret: 'secret',
    callbackURL: 'https://app.example-business.com/callback',
    issuer,
    idTokenSharedSecret: secret,
    fetch: async (url) => Response.json(answers[new URL(url).pathname]()),
    verify: ({ claims }) => ({ sub: claims?.sub }),
  };
  const client = new ProviderClient(declaration, options);
  const strategy = new ProviderStrategy(client, options);
  const steps = { constructed: josePartsSoFar() };

  const headers = { host: 'app.example-business.com', cookie: 'session=1' };
  const request = { method: 'GET', url: '/callback', headers, session: {}, query: {} };
  const start = async (scope) => {
    return new URL(await authenticate(strategy, request, { scope })).searchParams;
  };
  const finish = (state) => authenticate(strategy, { ...request, query: { code: 'code', state } });
  const withoutOpenID = await start('profile');
  steps.started = josePartsSoFar();
  await finish(withoutOpenID.get('state')).catch(({ reason }) => (steps.without = reason));
  steps.withoutIdToken = josePartsSoFar();

  const withOpenID = await start('openid');
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer, sub: 'ada', aud: 'client-1', iat: now, exp: now + 60 };
  const parts = [{ alg: 'HS256' }, { ...claims, nonce: withOpenID.get('nonce') }];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const mac = createHmac('sha256', secret).update(text).digest('base64url');
  idToken = `${text}.${mac}`;
  steps.user = await finish(withOpenID.get('state'));
  steps.withIdToken = josePartsSoFar();
  process.stdout.write(JSON.stringify(steps));
}

main();
