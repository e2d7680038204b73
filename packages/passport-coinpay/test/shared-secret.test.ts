import { CoinPayClient, Strategy, type CoinPayProfile } from 'passport-coinpay';
import type { IdTokenMutation } from 'passport-provider-emulator';
import { useService, type SeenLogin } from 'passport-strategy-contract/harness';
import { everythingOf } from 'passport-strategy-contract/harness';
import { published } from './support/published';

// The operator of a server of their own knows the secret that it signs id_tokens with.
const coinpay = useService<'coinpay', CoinPayProfile>('coinpay', Strategy);
const id = '6f9b2f0e-1c1d-4d7e-9a53-0c4b8e2a7d01';

beforeEach(() => {
  coinpay.service.switches.server = 'published';
});
afterEach(() => {
  coinpay.service.keys.setAlgorithm(undefined);
});

/** Under the documented preset the addresses of the server are given one by one. */
const documented = (): object => {
  const { authorizationURL, tokenURL } = coinpay.service.options;
  return { preset: 'documented', authorizationURL, tokenURL };
};

describe.each<[string, () => object]>([
  ['published', () => published],
  ['documented', documented],
])('preset %s', (_name, preset) => {
  const login = (options: object = {}): Promise<SeenLogin<CoinPayProfile>> => {
    const idTokenSharedSecret = coinpay.service.keys.secret;
    return coinpay.login({ ...preset(), idTokenSharedSecret, ...options });
  };

  test('the signature is checked: the user signs in, and no key set is asked for', async () => {
    const { profile, sent } = await login();
    expect(profile.id).toBe(id);
    expect(sent.map(({ endpoint }) => endpoint)).not.toContain('jwks');
  });

  test.each<[string, (secret: string) => string]>([
    ['another secret', (secret) => `${secret}x`],
    ['the beginning of the secret', (secret) => secret.slice(0, -1)],
    ['the client secret', () => coinpay.service.options.clientSecret],
  ])('%s: id_token_signature, before userinfo is asked', async (_what, change) => {
    const wrong = change(coinpay.service.keys.secret).padEnd(32, '0');
    const { outcome, sent } = await login({ idTokenSharedSecret: wrong });
    expect(outcome).toMatchObject({ kind: 'error', reason: 'id_token_signature' });
    expect(sent.map(({ endpoint }) => endpoint)).not.toContain('userProfile');
    expect(everythingOf(outcome.error)).not.toContain(wrong);
  });

  test.each<[string, IdTokenMutation, string]>([
    [
      'signed with the client secret',
      (draft, tools) => tools.signHmac(draft, coinpay.service.options.clientSecret),
      'id_token_signature',
    ],
    ['signed with an empty secret', (draft, tools) => tools.signHmac(draft, ''), 'id_token_signature'],
    ['not signed', (draft, tools) => tools.unsigned(draft), 'id_token_algorithm'],
    [
      'of another issuer',
      ({ header, claims }) => ({ header, claims: { ...claims, iss: 'https://evil.example' } }),
      'id_token_issuer',
    ],
    [
      'of another login',
      ({ header, claims }) => ({ header, claims: { ...claims, nonce: 'x'.repeat(43) } }),
      'id_token_nonce',
    ],
    [
      'of another application',
      ({ header, claims }) => ({ header, claims: { ...claims, aud: 'cpc_other' } }),
      'id_token_audience',
    ],
  ])('an id_token that is %s is refused', async (_what, idToken, reason) => {
    coinpay.service.switches.idToken = idToken;
    expect((await login()).outcome).toMatchObject({ kind: 'error', reason });
  });

  test('a signature with a key pair is refused: no other algorithm is accepted any more', async () => {
    for (const algorithm of ['RS256', 'ES256', 'EdDSA'] as const) {
      coinpay.service.keys.setAlgorithm(algorithm);
      expect((await login()).outcome).toMatchObject({ kind: 'error', reason: 'id_token_algorithm' });
    }
  });

  test('what it gives up: whoever knows the secret signs anybody in, where userinfo is not asked', async () => {
    const forged = '6f9b2f0e-1c1d-4d7e-9a53-0c4b8e2a7d02';
    const { secret } = coinpay.service.keys;
    coinpay.service.switches.idToken = ({ header, claims }, tools) =>
      tools.signHmac({ header, claims: { ...claims, sub: forged } }, secret);
    const { outcome } = await login();
    if (preset() === published) {
      expect(outcome).toMatchObject({ kind: 'error', reason: 'subject_mismatch' });
    } else {
      expect(outcome).toMatchObject({ kind: 'success', user: { id: 'somebody' } });
    }
  });
});

test('the secret is not on the client', () => {
  const idTokenSharedSecret = 'shared-secret-0123456789-0123456789';
  const options = { ...coinpay.service.options, callbackURL: '/c', idTokenSharedSecret };
  expect(everythingOf(new Strategy(options, () => undefined).client)).not.toContain(idTokenSharedSecret);
});

test.each<unknown>(['', null, 7, true, {}, ['secret'], Buffer.from('secret')])(
  'a secret that is %j is a TypeError: as text, it would be one that everybody knows',
  (idTokenSharedSecret) => {
    for (const preset of ['documented', 'published'] as const) {
      const options = { clientID: 'a', clientSecret: 'b', callbackURL: '/c', preset, idTokenSharedSecret };
      const message = /CoinPay: `idTokenSharedSecret` must be a string that is not empty/;
      expect(() => new Strategy(options as never, () => undefined)).toThrow(TypeError);
      expect(() => new Strategy(options as never, () => undefined)).toThrow(message);
      expect(() => new CoinPayClient(options as never)).toThrow(message);
    }
  },
);
