import { Strategy, type CoinPayProfile } from 'passport-coinpay';
import { faults, type IdTokenMutation } from 'passport-provider-emulator';
import { useService, type SeenLogin } from 'passport-strategy-contract/harness';
import { published } from './support/published';

const coinpay = useService<'coinpay', CoinPayProfile>('coinpay', Strategy);
beforeEach(() => {
  coinpay.service.switches.server = 'published';
});
afterEach(() => {
  coinpay.service.keys.setAlgorithm(undefined);
});

type Claims = Readonly<Record<string, unknown>>;

const login = (options: object = {}): Promise<SeenLogin<CoinPayProfile>> =>
  coinpay.login({ ...published, ...options });
const steps = ({ sent }: SeenLogin<CoinPayProfile>): unknown[] => sent.map(({ endpoint }) => endpoint);

/** Changes the claims of an id_token that the server signs as it always does: nobody can check that. */
const claims =
  (change: (claims: Claims) => Claims): IdTokenMutation =>
  ({ header, claims: genuine }) => ({ header, claims: { ...genuine, ...change(genuine) } });

test('signs in by discovery; userinfo confirms the user, once', async () => {
  const seen = await login();
  expect(steps(seen)).toEqual(['discovery', 'authorization', 'token', 'jwks', 'userProfile']);
  expect(seen.sent.map(({ path }) => path)).toEqual([
    '/.well-known/openid-configuration',
    '/api/oauth/authorize',
    '/api/oauth/token',
    '/api/oauth/jwks',
    '/api/oauth/userinfo',
  ]);
  expect(seen.profile).toMatchObject({
    id: '6f9b2f0e-1c1d-4d7e-9a53-0c4b8e2a7d01',
    displayName: 'Sokha Núñez 🌾',
    emails: [{ value: 'sokha@example-business.com', verified: false }],
  });
});

test('PKCE, state, nonce and openid are sent here, too', async () => {
  const { query } = (await login()).sent[1] ?? {};
  for (const name of ['state', 'nonce', 'code_challenge']) expect(query).toHaveProperty(name);
  expect(query).toMatchObject({ code_challenge_method: 'S256', scope: 'openid profile email' });
});

test('the emulator gives the options for it', async () => {
  const { issuer, ...options } = coinpay.service.publishedOptions;
  expect(options.preset).toBe('published');
  expect((await login({ ...options, issuer })).outcome.kind).toBe('success');
});

test('several logins share discovery and JWKS', async () => {
  const app = await coinpay.world.appWith(published);
  const from = coinpay.service.requests.length;
  for (let count = 0; count < 3; count++) {
    expect((await coinpay.world.login(app)).kind).toBe('success');
  }
  const endpoints = coinpay.service.requests.slice(from).map(({ endpoint }) => endpoint);
  const times = (name: string): number => endpoints.filter((endpoint) => endpoint === name).length;
  expect(['discovery', 'jwks', 'token', 'userProfile'].map(times)).toEqual([1, 1, 3, 3]);
});

test('discovery: false uses the addresses that the published server has', async () => {
  coinpay.service.switches.discovery = false;
  const seen = await login({ discovery: false });
  expect(steps(seen)).toEqual(['authorization', 'token', 'jwks', 'userProfile']);
  expect(seen.outcome.kind).toBe('success');
});

test('skipUserProfile skips the profile, never the confirmation', async () => {
  const seen = await login({ skipUserProfile: true });
  expect(steps(seen)).toContain('userProfile');
  expect(seen.profile).toBeUndefined();
});

test.each<[string, IdTokenMutation, string]>([
  ['the nonce of another login', claims(() => ({ nonce: 'x'.repeat(43) })), 'id_token_nonce'],
  ['no nonce', claims(() => ({ nonce: undefined })), 'id_token_nonce'],
  ['another audience', claims(() => ({ aud: 'cpc_other' })), 'id_token_audience'],
  ['two audiences', claims(({ aud }) => ({ aud: [aud, 'cpc_other'] })), 'id_token_audience'],
  ['no audience', claims(() => ({ aud: undefined })), 'id_token_audience'],
  ['another issuer', claims(() => ({ iss: 'https://evil.example' })), 'id_token_issuer'],
  ['no issuer', claims(() => ({ iss: undefined })), 'id_token_issuer'],
  ['the end of its life behind it', claims(({ iat }) => ({ exp: Number(iat) - 600 })), 'id_token_expired'],
  ['no end', claims(() => ({ exp: undefined })), 'id_token_expired'],
  ['no subject', claims(() => ({ sub: undefined })), 'id_token_subject'],
  ['alg none', (draft, tools) => tools.unsigned(draft), 'id_token_algorithm'],
  [
    'HS512 in its header',
    ({ header, claims }) => ({ header: { ...header, alg: 'HS512' }, claims }),
    'id_token_algorithm',
  ],
  [
    'RS256 in its header, and no key published',
    ({ header, claims }) => ({ header: { ...header, alg: 'RS256' }, claims }),
    'id_token_key_unknown',
  ],
  ['three parts that are no token', () => 'a.b.c', 'id_token_malformed'],
])('an id_token with %s is refused before userinfo is asked', async (_what, idToken, reason) => {
  coinpay.service.switches.idToken = idToken;
  const seen = await login();
  expect([seen.outcome.kind, seen.outcome.reason]).toEqual(['error', reason]);
  expect(steps(seen)).not.toContain('userProfile');
});

test('no id_token: refused', async () => {
  coinpay.service.fault(
    'token',
    faults.transform((body) => ({ ...(body as object), id_token: undefined })),
  );
  expect((await login()).outcome.reason).toBe('id_token_missing');
});

test.each<[string, (body: Claims) => Claims]>([
  ['of another user', (body) => ({ ...body, sub: '6f9b2f0e-1c1d-4d7e-9a53-0c4b8e2a7d02' })],
  ['without sub', ({ sub: _sub, ...body }) => body],
  ['with sub in capitals', (body) => ({ ...body, sub: String(body['sub']).toUpperCase() })],
  ['with sub in a list', (body) => ({ ...body, sub: [body['sub']] })],
])('userinfo %s: subject_mismatch', async (_what, change) => {
  coinpay.service.fault(
    'userProfile',
    faults.transform((body) => change(body as Claims)),
  );
  const seen = await login();
  expect([seen.outcome.kind, seen.outcome.reason]).toEqual(['error', 'subject_mismatch']);
  expect(steps(seen).filter((step) => step === 'userProfile')).toHaveLength(1);
});

test('an id_token of another user is not believed: userinfo knows whose access token it is', async () => {
  coinpay.service.switches.idToken = claims(() => ({ sub: '6f9b2f0e-1c1d-4d7e-9a53-0c4b8e2a7d02' }));
  expect((await login()).outcome.reason).toBe('subject_mismatch');
});

test.each([
  ['fails', faults.status(503), 'provider_unavailable'],
  ['refuses', faults.json({ error: 'invalid_token' }, 401), 'profile_refused'],
  ['answers a page', faults.html(), 'response_not_json'],
])('userinfo %s: nobody signs in', async (_what, fault, reason) => {
  coinpay.service.fault('userProfile', fault);
  expect((await login()).outcome).toMatchObject({ kind: 'error', reason });
});

describe('never weaker than the server allows', () => {
  test('an asymmetric key in the JWKS: HS256 is refused', async () => {
    coinpay.service.switches.jwks = ({ keys }) => ({ keys: [...keys, coinpay.service.keys.current.jwk] });
    const seen = await login();
    expect(seen.outcome).toMatchObject({ kind: 'error', reason: 'id_token_algorithm' });
    expect(steps(seen)).not.toContain('userProfile');
  });

  test.each(['RS256', 'ES256', 'PS256', 'EdDSA'] as const)(
    'a server that signs with %s is verified',
    async (algorithm) => {
      coinpay.service.keys.setAlgorithm(algorithm);
      expect((await login()).outcome.kind).toBe('success');
      coinpay.service.switches.idToken = (draft, tools) => tools.signUnpublished(draft);
      const forged = await login();
      expect(forged.outcome).toMatchObject({ kind: 'error', reason: 'id_token_signature' });
      expect(steps(forged)).not.toContain('userProfile');
    },
  );

  test('HS256 with the public key as its secret is refused', async () => {
    coinpay.service.keys.setAlgorithm('RS256');
    coinpay.service.switches.idToken = (draft, tools) => tools.signHmac(draft, tools.publicKey.pem);
    expect((await login()).outcome.reason).toBe('id_token_algorithm');
  });

  test.each([
    ['fails', faults.status(503), 'provider_unavailable'],
    ['does not exist', faults.status(404), 'jwks_refused'],
    ['is a page', faults.html(), 'response_not_json'],
    ['has no list of keys', faults.json({}), 'jwks_invalid'],
    ['resets the connection', faults.reset(), 'network_error'],
  ])('a JWKS that %s does not make HS256 acceptable', async (_what, fault, reason) => {
    coinpay.service.fault('jwks', fault);
    const seen = await login();
    expect(seen.outcome).toMatchObject({ kind: 'error', reason });
    expect(steps(seen)).not.toContain('userProfile');
  });

  test.each<[string, object[]]>([
    ['is empty', []],
    ['holds a symmetric key with material', [{ kty: 'oct', use: 'sig', alg: 'HS256', k: 'AAAA' }]],
    ['holds what nobody knows', [{ kty: 'QUANTUM' }]],
  ])('a JWKS that %s has no usable key', async (_what, keys) => {
    coinpay.service.switches.jwks = () => ({ keys });
    const seen = await login();
    expect(seen.outcome.kind).toBe('success');
    expect(steps(seen)).toContain('userProfile');
  });
});
