import { header, transformToken, type RelyingPartyCase } from './case';

/** Signatures of id_tokens (RFC 8725). */
export const signaturesTable: readonly RelyingPartyCase[] = [
  { name: 'idtoken-sig-rs256', expect: 'success' },
  ...(['ES256', 'PS256', 'EdDSA'] as const).map((algorithm): RelyingPartyCase => ({
    name: `idtoken-sig-${algorithm.toLowerCase()}`,
    prepare: ({ keys }) => keys.setAlgorithm(algorithm),
    expect: 'success',
  })),
  {
    name: 'idtoken-sig-hs256 with the shared secret of the operator',
    prepare: ({ keys }) => keys.setAlgorithm('HS256'),
    options: ({ keys }) => ({ idTokenSharedSecret: keys.secret }),
    expect: 'success',
  },
  {
    name: 'invalid-sig-hs256',
    prepare: ({ keys }) => keys.setAlgorithm('HS256'),
    options: () => ({ idTokenSharedSecret: 'another secret of thirty-two bytes' }),
    expect: 'id_token_signature',
  },
  {
    name: 'RS256 where a shared secret is configured',
    options: () => ({ idTokenSharedSecret: 'a secret of at least thirty-two bytes' }),
    expect: 'id_token_algorithm',
  },
  ...(['none', 'None', 'nOnE', 'NONE', '', 'null'] as const).map((algorithm): RelyingPartyCase => ({
    name: `idtoken-sig-none, as ${JSON.stringify(algorithm)}`,
    row: 'A21',
    idToken: (draft, tools) => tools.unsigned(draft, algorithm),
    expect: 'id_token_algorithm',
  })),
  {
    name: 'alg: null',
    row: 'A21',
    idToken: (draft, tools) => tools.unsigned(draft, null),
    expect: 'id_token_malformed',
  },
  {
    name: 'invalid-sig-rs256',
    idToken: (draft, tools) => tools.breakSignature(tools.sign(draft)),
    expect: 'id_token_signature',
  },
  {
    name: 'invalid-sig-es256',
    prepare: ({ keys }) => keys.setAlgorithm('ES256'),
    idToken: (draft, tools) => tools.breakSignature(tools.sign(draft)),
    expect: 'id_token_signature',
  },
  {
    name: 'signed by a key that is not published, under the right kid',
    idToken: (draft, tools) => tools.signUnpublished(draft),
    expect: 'id_token_signature',
  },
  ...(['pem', 'der', 'jwk'] as const).map((spelling): RelyingPartyCase => ({
    name: `HS256 with the public key as its secret (${spelling})`,
    row: 'A22',
    idToken: (draft, tools) => tools.signHmac(draft, tools.publicKey[spelling]),
    expect: 'id_token_algorithm',
  })),
  {
    name: 'HS256 with the client secret',
    row: 'A22',
    idToken: (draft, tools) => tools.signHmac(draft, tools.clientSecret),
    expect: 'id_token_algorithm',
  },
  {
    name: 'HS256 with an empty secret',
    row: 'A22',
    idToken: (draft, tools) => tools.signHmac(draft, ''),
    expect: 'id_token_algorithm',
  },
  {
    name: 'PS256 with an RS256 key',
    row: 'A23',
    idToken: (draft, tools) => tools.signAs(draft, 'PS256'),
    expect: 'id_token_key_unknown',
  },
  {
    name: 'RS512 where it is not declared',
    row: 'A23',
    idToken: (draft, tools) => tools.signAs(draft, 'RS512'),
    expect: 'id_token_algorithm',
  },
  ...['jku', 'x5u'].map((member): RelyingPartyCase => ({
    name: `${member} that points to an attacker: ignored`,
    row: 'A24',
    idToken: header({ [member]: 'http://127.0.0.1:9/keys' }),
    expect: 'success',
  })),
  {
    name: 'jwk of an attacker in the header',
    row: 'A24',
    idToken: ({ header: genuine, claims: same }, tools) =>
      tools.signUnpublished({
        header: { ...genuine, jwk: { kty: 'oct', k: 'AAAA' }, x5c: ['AAAA'] },
        claims: same,
      }),
    expect: 'id_token_signature',
  },
  ...['../../../etc/passwd', "' OR 1=1 --", '__proto__', 'constructor', 'k'.repeat(100_000)].map(
    (kid): RelyingPartyCase => ({
      name: `kid ${kid.slice(0, 20)}`,
      row: 'A25',
      idToken: header({ kid }),
      expect: kid.length > 90_000 ? 'id_token_malformed' : 'id_token_key_unknown',
    }),
  ),
  { name: 'kid that is a number', row: 'A25', idToken: header({ kid: 5 }), expect: 'id_token_key_unknown' },
  {
    name: 'crit with an unknown extension',
    row: 'A26',
    idToken: header({ crit: ['x'], x: 1 }),
    expect: 'id_token_malformed',
  },
  {
    name: 'b64: false',
    row: 'A26',
    idToken: header({ crit: ['b64'], b64: false }),
    expect: 'id_token_malformed',
  },
  {
    name: 'a five-part token, with zip and a huge p2c',
    row: 'A27',
    idToken: (_draft, tools) =>
      tools.encrypted({ zip: 'DEF', alg: 'PBES2-HS512+A256KW', p2c: 2_000_000_000 }),
    expect: 'id_token_malformed',
  },
  { name: 'text instead of a token', row: 'A27', idToken: () => 'id', expect: 'id_token_malformed' },
  {
    name: 'a token of two parts',
    row: 'A27',
    idToken: (draft, tools) => tools.sign(draft).split('.').slice(0, 2).join('.'),
    expect: 'id_token_malformed',
  },
  {
    name: 'no id_token',
    prepare: transformToken(({ id_token: _left, ...rest }) => rest),
    expect: 'id_token_missing',
  },
  {
    name: 'an id_token that is a number',
    prepare: transformToken((body) => ({ ...body, id_token: 7 })),
    expect: 'token_response_invalid',
  },
];
