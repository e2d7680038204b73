import { type JsonWebKey, createHmac, createPublicKey } from 'node:crypto';
import { type Emulator, type IdTokenTools, type SigningAlgorithm, startEmulator } from '../src';
import { coinpayCalls } from './support/coinpay';
import { json } from './support/http';
import { decode, isValid } from './support/jws';
import { anyString } from './support/matchers';

let emulator: Emulator;
const { coinpay, tokens, read } = coinpayCalls(() => emulator);

beforeEach(async () => {
  emulator = await startEmulator({ providers: ['coinpay'], now: () => 1_700_000_000_000 });
});
afterEach(() => emulator.close());

async function jwks(): Promise<JsonWebKey[]> {
  return json(await read('/.well-known/jwks.json'))['keys'] as JsonWebKey[];
}

async function idToken(): Promise<string> {
  return (await tokens({ nonce: 'n' }))['id_token'] ?? '';
}

/** An id_token as a mutation makes it, and the key of the JWKS. */
async function made(by: (tools: IdTokenTools) => string): Promise<string> {
  coinpay().switches.idToken = (_draft, tools) => by(tools);
  return await idToken();
}

describe('signatures', () => {
  test.each<[SigningAlgorithm, string]>([
    ['RS256', 'RSA'],
    ['PS256', 'RSA'],
    ['ES256', 'EC'],
    ['EdDSA', 'OKP'],
  ])('%s verifies with the only key of the JWKS', async (algorithm, kty) => {
    coinpay().keys.setAlgorithm(algorithm);
    const token = await idToken();
    const keys = await jwks();
    expect(keys).toMatchObject([{ kty, alg: algorithm, use: 'sig', kid: decode(token).header['kid'] }]);
    expect(keys[0]).not.toHaveProperty('d');
    expect(decode(token).header).toEqual({ alg: algorithm, typ: 'JWT', kid: anyString });
    expect(isValid(token, keys[0] ?? {}, algorithm)).toBe(true);
    expect(json(await read('/.well-known/openid-configuration'))).toMatchObject({
      id_token_signing_alg_values_supported: [algorithm],
    });
  });

  test('HS256 is of the secret, and the published server can have real keys too', async () => {
    coinpay().keys.setAlgorithm('HS256');
    const { text, header, signature } = decode(await idToken());
    expect(header).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(signature).toEqual(createHmac('sha256', coinpay().keys.secret).update(text).digest());
    coinpay().switches.server = 'published';
    coinpay().keys.setAlgorithm('RS256');
    const keys = json(await read('/api/oauth/jwks'))['keys'] as JsonWebKey[];
    expect(isValid(await idToken(), keys[0] ?? {}, 'RS256')).toBe(true);
    coinpay().keys.setAlgorithm(undefined);
    expect(coinpay().keys.algorithm).toBe('HS256');
  });

  test('rotation, with and without the old key in the JWKS', async () => {
    const { keys } = coinpay();
    const kids = async (): Promise<unknown[]> => (await jwks()).map(({ kid }) => kid);
    const first = keys.current.kid;
    keys.rotateKeepingOld();
    const second = keys.current.kid;
    expect(await kids()).toEqual([second, first]);
    keys.rotate();
    const third = keys.current.kid;
    expect(await kids()).toEqual([third]);
    expect(new Set([first, second, third]).size).toBe(3);
    expect(decode(await idToken()).header['kid']).toBe(third);
  });
});

describe('a mutation', () => {
  test('of a draft is signed genuinely, whatever it says', async () => {
    coinpay().switches.idToken = ({ header, claims }) => ({
      header: { ...header, kid: '__proto__', crit: ['b64'], b64: false },
      claims: { ...claims, aud: ['cpc_emulator', 'evil'], azp: 'evil', nonce: undefined },
    });
    const token = await idToken();
    const { header, claims } = decode(token);
    expect(header).toMatchObject({ alg: 'RS256', kid: '__proto__', crit: ['b64'], b64: false });
    expect(claims).toMatchObject({ aud: ['cpc_emulator', 'evil'], azp: 'evil' });
    expect(claims).not.toHaveProperty('nonce');
    expect(isValid(token, (await jwks())[0] ?? {}, 'RS256')).toBe(true);
  });

  test('signed with a key that is not published, under the kid of the one that is', async () => {
    coinpay().switches.idToken = (draft, tools) => tools.signUnpublished(draft);
    const token = await idToken();
    const [published = {}] = await jwks();
    expect(decode(token).header['kid']).toBe(published['kid']);
    expect(isValid(token, published, 'RS256')).toBe(false);
    expect(isValid(token, coinpay().keys.unpublished.jwk as JsonWebKey, 'RS256')).toBe(true);
  });

  test.each(['PS256', 'RS512'] as const)('signed as %s with the genuine key', async (algorithm) => {
    coinpay().switches.idToken = (draft, tools) => tools.signAs(draft, algorithm);
    const token = await idToken();
    const [key = {}] = await jwks();
    expect(decode(token).header['alg']).toBe(algorithm);
    expect([isValid(token, key, algorithm), isValid(token, key, 'RS256')]).toEqual([true, false]);
  });

  test.each<[string, (tools: IdTokenTools) => string | Buffer]>([
    ['PEM', (tools) => tools.publicKey.pem],
    ['DER', (tools) => tools.publicKey.der],
    ['JWK', (tools) => tools.publicKey.jwk],
    ['client secret', (tools) => tools.clientSecret],
  ])('HS256 with the %s as secret', async (_name, choose) => {
    let secret: string | Buffer = '';
    coinpay().switches.idToken = (draft, tools) => tools.signHmac(draft, (secret = choose(tools)));
    const { header, text, signature } = decode(await idToken());
    expect(header['alg']).toBe('HS256');
    expect(secret.length).toBeGreaterThan(10);
    expect(signature).toEqual(createHmac('sha256', secret).update(text).digest());
  });

  test('the public key is the published one, in each spelling', async () => {
    let found: IdTokenTools['publicKey'] | undefined;
    await made((tools) => ((found = tools.publicKey), 'x'));
    const [key = {}] = await jwks();
    const expected = createPublicKey({ key, format: 'jwk' });
    expect(createPublicKey(found?.pem ?? '').equals(expected)).toBe(true);
    expect(
      createPublicKey({ key: found?.der ?? Buffer.alloc(0), type: 'spki', format: 'der' }).equals(expected),
    ).toBe(true);
    expect(JSON.parse(found?.jwk ?? '')).toEqual(key);
  });

  test.each<[unknown]>([['none'], ['None'], ['nOnE'], [null]])('without a signature, alg %p', async (alg) => {
    coinpay().switches.idToken = (draft, tools) => tools.unsigned(draft, alg);
    const token = await idToken();
    expect(decode(token).header['alg']).toBe(alg);
    expect(token.endsWith('.')).toBe(true);
    expect(decode(token).claims['nonce']).toBe('n');
  });

  test('with one wrong bit in the signature', async () => {
    coinpay().switches.idToken = (draft, tools) => tools.breakSignature(tools.sign(draft));
    const token = await idToken();
    expect(decode(token).signature).toHaveLength(256);
    expect(isValid(token, (await jwks())[0] ?? {}, 'RS256')).toBe(false);
  });

  test('five parts, like a JWE', async () => {
    const token = await made((tools) => tools.encrypted({ alg: 'PBES2-HS256+A128KW', p2c: 1e9, zip: 'DEF' }));
    expect(token.split('.')).toHaveLength(5);
    expect(decode(token.split('.').slice(0, 1).concat('e30').join('.')).header).toEqual({
      alg: 'PBES2-HS256+A128KW',
      enc: 'A256GCM',
      cty: 'JWT',
      p2c: 1e9,
      zip: 'DEF',
    });
  });

  test('knows the access token and its hash', async () => {
    let access = '';
    coinpay().switches.idToken = ({ header, claims }, tools) => {
      access = tools.accessToken;
      return { header, claims: { ...claims, at_hash: tools.atHash } };
    };
    const answer = await tokens();
    expect(answer['access_token']).toBe(access);
    expect(String(decode(answer['id_token'] ?? '').claims['at_hash'])).toHaveLength(22);
  });
});
