// A certified OpenID provider (oidc-provider) as a process of its own: it is an ES module, and Jest is CommonJS.
// Speaks with its parent over IPC: the first message is the configuration, every further one an order.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519', 'HS256'];

/** What the person at the browser does; an order changes it. */
let person = { account: 'ada', signedInSecondsAgo: 0, declines: false };
let clients;
let issuer;
let jwks = newKeys();
let provider;
/** The path of every request, without its query. */
const paths = [];

/** What oidc-provider keeps: it outlives a change of keys. */
const kept = new Map();

class Adapter {
  constructor(model) {
    this.find = async (id) => kept.get(`${model}:${id}`);
    this.upsert = async (id, payload) => void kept.set(`${model}:${id}`, payload);
    this.destroy = async (id) => void kept.delete(`${model}:${id}`);
    this.consume = async (id) => void (kept.get(`${model}:${id}`).consumed = Math.floor(Date.now() / 1000));
    this.findByUid = async (uid) => [...kept.values()].find((payload) => payload.uid === uid);
    this.revokeByGrantId = async (grantId) => {
      for (const [key, payload] of kept) if (payload.grantId === grantId) kept.delete(key);
    };
  }
}

function newKeys() {
  const pairs = [
    generateKeyPairSync('rsa', { modulusLength: 2048 }),
    generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    generateKeyPairSync('ed25519'),
  ];
  return {
    keys: pairs.map(({ privateKey }) => ({
      ...privateKey.export({ format: 'jwk' }),
      use: 'sig',
      kid: randomUUID(),
    })),
  };
}

function newProvider() {
  const made = new Provider(issuer, {
    adapter: Adapter,
    clients,
    jwks,
    cookies: { keys: ['only a test'] },
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], auth_time: null },
    enabledJWA: {
      idTokenSigningAlgValues: algorithms,
      userinfoSigningAlgValues: ['RS256'],
      idTokenEncryptionAlgValues: ['dir'],
      idTokenEncryptionEncValues: ['A128CBC-HS256'],
    },
    features: {
      devInteractions: { enabled: false },
      encryption: { enabled: true },
      introspection: { enabled: true },
      jwtUserinfo: { enabled: true },
      revocation: { enabled: true },
    },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        name: `Name of ${id}`,
        email: `${id}@example-business.com`,
        email_verified: true,
      }),
    }),
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    async loadExistingGrant(ctx) {
      const { client, session } = ctx.oidc;
      const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile email offline_access');
      await grant.save();
      return grant;
    },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    ttl: { AccessToken: 3600, AuthorizationCode: 60, Grant: 86400, IdToken: 3600, Interaction: 600 },
  });
  made.on('server_error', (_ctx, error) => console.error(error));
  return made;
}

/** The login page: nobody is asked anything. */
async function interact(request, response) {
  const { account, signedInSecondsAgo, declines } = person;
  const result = declines
    ? { error: 'access_denied', error_description: 'The person said no' }
    : { login: { accountId: account, ts: Math.floor(Date.now() / 1000) - signedInSecondsAgo } };
  await provider.interactionFinished(request, response, result);
}

function serve(request, response) {
  const path = request.url.split('?')[0];
  paths.push(path);
  if (!path.startsWith('/interaction/')) return provider.callback()(request, response);
  return interact(request, response).catch((error) => response.writeHead(500).end(String(error)));
}

const orders = {
  person: (changes) => void (person = { ...person, ...changes }),
  /** New keys; those of before are gone. Codes and tokens stay. */
  rotate() {
    jwks = newKeys();
    provider = newProvider();
  },
  paths: () => paths,
};

process.once('message', ({ clients: configured }) => {
  clients = configured;
  const server = createServer(serve).listen(0, '127.0.0.1', () => {
    issuer = `http://127.0.0.1:${server.address().port}`;
    provider = newProvider();
    process.on('message', ({ order, argument }) => process.send({ answer: orders[order](argument) }));
    process.send({ issuer });
  });
});
process.once('disconnect', () => process.exit());
