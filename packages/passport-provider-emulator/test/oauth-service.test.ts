import {
  type Emulator,
  type Jwk,
  type OAuthServiceDefinition,
  type OAuthServiceEmulator,
  oauthService,
  startEmulator,
} from '../src';
import { type Reply, address, createPkce, json, parameter, reason, send, sendForm } from './support/http';
import { decode, isValid } from './support/jws';

const users = [{ id: '7', name: 'Sokha', email: 'sokha@example-business.com' }];
const plain = { name: 'acme', title: 'Acme', users } as const;

let emulator: Emulator | undefined;
let service: OAuthServiceEmulator;

async function start(definition: Partial<OAuthServiceDefinition<'acme'>> = {}): Promise<void> {
  const running = await startEmulator({ providers: [oauthService({ ...plain, ...definition })] });
  [emulator, service] = [running, running.acme];
}
afterEach(() => emulator?.close());

const redirect_uri = 'http://localhost:3000/api/auth/callback/acme';

async function authorize(query: Record<string, string> = {}): Promise<string> {
  const { authorizationURL, clientID: client_id } = service.options;
  return service.authorize(
    address(authorizationURL, { response_type: 'code', client_id, redirect_uri, ...query }),
  );
}

async function exchange(code: string, body: Record<string, string> = {}, headers = {}): Promise<Reply> {
  const { tokenURL, clientID: client_id } = service.options;
  const form = { grant_type: 'authorization_code', code, redirect_uri, client_id, ...body };
  return sendForm(tokenURL, form, headers);
}

async function login(query: Record<string, string> = {}, body: Record<string, string> = {}): Promise<Reply> {
  const code = parameter(await authorize(query), 'code');
  const { clientSecret: client_secret } = service.options;
  return exchange(code, { ...(client_secret === undefined ? {} : { client_secret }), ...body });
}

const basic = (): Record<string, string> => {
  const { clientID, clientSecret } = service.options;
  return { Authorization: `Basic ${Buffer.from(`${clientID}:${clientSecret}`).toString('base64')}` };
};

describe('client authentication', () => {
  const secret = { client_secret: 'acme-emulator-secret' };
  test.each([
    [undefined, secret, {}, undefined],
    [undefined, {}, 'basic', undefined],
    [undefined, {}, {}, 'wrong_client_authentication'],
    [undefined, secret, 'basic', 'two_credentials'],
    [undefined, { client_secret: 'x' }, {}, 'wrong_client_secret'],
    ['client_secret_post', secret, {}, undefined],
    ['client_secret_post', {}, 'basic', 'wrong_client_authentication'],
    ['client_secret_basic', {}, 'basic', undefined],
    ['client_secret_basic', secret, {}, 'wrong_client_authentication'],
    ['client_secret_basic', {}, { Authorization: 'Bearer x' }, 'authorization_not_basic'],
    ['none', {}, {}, undefined],
    ['none', secret, {}, 'wrong_client_authentication'],
  ] as const)('%s with %j and %j: %s', async (clientAuthentication, body, headers, expected) => {
    await start(clientAuthentication === undefined ? {} : { clientAuthentication });
    const code = parameter(await authorize(), 'code');
    const reply = await exchange(code, body, headers === 'basic' ? basic() : headers);
    expect(reason(reply)).toBe(expected);
    expect(reply.status === 200).toBe(expected === undefined);
  });
});

test('PKCE is required, and a challenge always counts', async () => {
  const { verifier, challenge } = createPkce();
  const query = { code_challenge: challenge, code_challenge_method: 'S256' };
  await start({ pkce: 'required' });
  await expect(authorize()).resolves.toContain('error=invalid_request');
  expect(reason(await login(query))).toBe('missing_code_verifier');
  expect(reason(await login(query, { code_verifier: createPkce().verifier }))).toBe('code_verifier_mismatch');
  expect((await login(query, { code_verifier: verifier })).status).toBe(200);
});

test.each([
  ['rotate', true, 'refresh_token_used'],
  ['keep', false, undefined],
  ['none', undefined, undefined],
] as const)('refresh tokens: %s', async (refreshTokens, isNew, again) => {
  await start({ refreshTokens });
  const { refresh_token: value } = json(await login());
  expect(value === undefined).toBe(refreshTokens === 'none');
  const form = { grant_type: 'refresh_token', refresh_token: String(value) };
  const reply = await sendForm(service.options.tokenURL, form, basic());
  if (refreshTokens === 'none') return expect(reason(reply)).toBe('unsupported_grant_type');
  expect('refresh_token' in json(reply)).toBe(isNew);
  expect(reason(await sendForm(service.options.tokenURL, form, basic()))).toBe(again);
});

test('an OpenID provider: discovery, JWKS and an id_token that they verify', async () => {
  await start({ openid: true });
  const { issuer = '' } = service.options;
  const discovery = json(await send('GET', `${issuer}/.well-known/openid-configuration`));
  expect(discovery).toMatchObject({ issuer, token_endpoint: service.options.tokenURL });
  const { keys } = json(await send('GET', String(discovery['jwks_uri']))) as { keys: Jwk[] };
  const { id_token } = json(await login({ scope: 'openid', nonce: 'n-1' }));
  const { header, claims } = decode(String(id_token));
  expect(keys.map(({ kid }) => kid)).toEqual([header['kid']]);
  expect(isValid(String(id_token), keys[0] ?? {}, 'RS256')).toBe(true);
  expect(claims).toMatchObject({ iss: issuer, aud: 'acme-emulator', sub: '7', nonce: 'n-1' });
  expect(json(await login())).not.toHaveProperty('id_token');
});

test('without openid there is neither discovery nor JWKS', async () => {
  await start();
  for (const path of ['/.well-known/openid-configuration', '/oauth/jwks'])
    expect(reason(await send('GET', `${service.origins['api']}${path}`))).toBe('unknown_path');
});

test('paths, errors and scopes are those of the definition', async () => {
  await start({
    paths: { authorization: '/login', token: '/token', userInfo: '/me' },
    scopes: { read: 'Read everything' },
    errorBody: ({ code, message }) => ({ errors: [{ code, message }] }),
  });
  expect(service.options.authorizationURL).toBe(`${service.origins['api']}/login`);
  expect(await authorize({ scope: 'write' })).toContain('error=invalid_scope');
  const refused = json(await send('GET', service.options.userProfileURL));
  expect(refused).toMatchObject({ errors: [{ code: 'invalid_token' }] });
  expect((await login({ scope: 'read' })).status).toBe(200);
});

test('a token that was revoked is refused', async () => {
  await start();
  const { access_token: token } = json(await login());
  await sendForm(service.options.revocationURL, { token: String(token) }, basic());
  const headers = { Authorization: `Bearer ${String(token)}` };
  expect(reason(await send('GET', service.options.userProfileURL, headers))).toBe('token_revoked');
});

test.each([
  [{ ...plain, name: 'Acme Inc' }, /`name`/],
  [{ ...plain, title: '' }, /`title`/],
  [{ ...plain, users: [] }, /`users`/],
])('an incomplete definition %j is a TypeError', (definition, message) => {
  expect(() => oauthService(definition)).toThrow(message);
});

test.each(['koompi', 'close', 'requests'])('the name %s is taken', async (name) => {
  await expect(startEmulator({ providers: [oauthService({ ...plain, name })] })).rejects.toThrow(/is taken/);
});

test('two services of one name are refused', async () => {
  const providers = [oauthService(plain), oauthService(plain)];
  await expect(startEmulator({ providers })).rejects.toThrow('The name acme is taken');
});
