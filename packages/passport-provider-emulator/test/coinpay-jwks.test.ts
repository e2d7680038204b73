import { type JsonWebKey } from 'node:crypto';
import { type Emulator, faults, startEmulator } from '../src';
import { coinpayCalls } from './support/coinpay';
import { json } from './support/http';
import { decode, isValid } from './support/jws';
import { anyString } from './support/matchers';

let emulator: Emulator;
const { coinpay, tokens, refresh, read } = coinpayCalls(() => emulator);

beforeEach(async () => {
  emulator = await startEmulator({ providers: ['coinpay'], now: () => 1_700_000_000_000 });
});
afterEach(() => emulator.close());

async function jwks(): Promise<JsonWebKey[]> {
  return json(await read('/.well-known/jwks.json'))['keys'] as JsonWebKey[];
}

describe('the JWKS', () => {
  test('with hostile entries beside the genuine key', async () => {
    const { keys, switches } = coinpay();
    const { kid } = keys.current;
    const { hostile } = keys;
    switches.jwks = (document) => ({
      keys: [
        hostile.unknownType(),
        hostile.encryption(),
        hostile.symmetric(),
        hostile.duplicate(),
        hostile.withPrivateHalf(),
        ...hostile.many(3000),
        ...document.keys,
      ],
    });
    const all = await jwks();
    expect(all).toHaveLength(3006);
    expect(all.slice(0, 5)).toMatchObject([
      { kty: 'QUANTUM' },
      { kty: 'RSA', use: 'enc', kid },
      { kty: 'oct', k: anyString, kid },
      { kty: 'RSA', use: 'sig', kid },
      { kty: 'RSA', d: anyString, kid },
    ]);
    const token = (await tokens())['id_token'] ?? '';
    expect(all.slice(3, 5).map((key) => isValid(token, key, 'RS256'))).toEqual([false, true]);
    expect(isValid(token, all.at(-1) ?? {}, 'RS256')).toBe(true);
  });

  test('by fault: down, or another document', async () => {
    coinpay().fault('jwks', faults.status(503), { times: 1 });
    expect((await read('/.well-known/jwks.json')).status).toBe(503);
    coinpay().fault('jwks', faults.json({ keys: [] }));
    expect(await jwks()).toEqual([]);
    coinpay().fault(
      'discovery',
      faults.transform((document) => ({
        ...(document as object),
        issuer: 'https://evil.example-business.com',
      })),
    );
    expect(json(await read('/.well-known/openid-configuration'))).toMatchObject({
      issuer: 'https://evil.example-business.com',
      jwks_uri: coinpay().options.jwksURL,
    });
  });
});

describe('refresh and userinfo', () => {
  test('a refresh answers an id_token when it is told to, with its own mutation', async () => {
    const { refresh_token = '' } = await tokens({ nonce: 'n' });
    coinpay().switches.refreshIdToken = true;
    const answer = json(await refresh(refresh_token));
    const { claims } = decode(String(answer['id_token']));
    expect(claims).toMatchObject({ sub: coinpay().users[0]?.id, aud: 'cpc_emulator' });
    expect(claims).not.toHaveProperty('nonce');
    coinpay().switches.refreshIdToken = ({ header, claims }) => ({
      header,
      claims: { ...claims, sub: 'other' },
    });
    const next = json(await refresh(String(answer['refresh_token'])));
    expect(decode(String(next['id_token'])).claims['sub']).toBe('other');
  });

  test('userinfo as a signed JWT, or of another person', async () => {
    const { access_token = '' } = await tokens();
    coinpay().fault(
      'userProfile',
      faults.transform((claims) => ({ ...(claims as object), sub: 'other' })),
      { times: 1 },
    );
    expect(json(await read('/api/oauth/userinfo', access_token))['sub']).toBe('other');
    coinpay().switches.userInfoFormat = 'jwt';
    const reply = await read('/api/oauth/userinfo', access_token);
    expect(reply.headers['content-type']).toBe('application/jwt');
    expect(decode(reply.text).claims).toMatchObject({
      iss: coinpay().options.issuer,
      aud: 'cpc_emulator',
      sub: coinpay().users[0]?.id,
      email_verified: false,
    });
    expect(isValid(reply.text, (await jwks())[0] ?? {}, 'RS256')).toBe(true);
  });
});
