import { faults } from 'passport-provider-emulator';
import { without, type RelyingPartyCase } from './case';

/** The keys that an issuer publishes (RFC 7517). */
export const keysTable: readonly RelyingPartyCase[] = [
  {
    name: 'kid-absent-single-jwks',
    idToken: (draft) => ({ header: without('kid')(draft), claims: draft.claims }),
    expect: 'success',
  },
  {
    name: 'kid-absent-multiple-jwks: every key that could be meant is tried',
    prepare: ({ keys }) => keys.rotateKeepingOld(),
    idToken: (draft) => ({ header: without('kid')(draft), claims: draft.claims }),
    expect: 'success',
  },
  {
    name: 'kid absent, several keys, none of them right',
    prepare: ({ keys }) => keys.rotateKeepingOld(),
    idToken: (draft, tools) => tools.signUnpublished({ header: without('kid')(draft), claims: draft.claims }),
    expect: 'id_token_signature',
  },
  {
    name: 'ignores-unparseable-key-in-jwks',
    row: 'A30',
    prepare: ({ switches, keys }) =>
      (switches.jwks = ({ keys: genuine }) => ({
        keys: [keys.hostile.unknownType(), null, 7, { kty: 'RSA' }, ...genuine],
      })),
    expect: 'success',
  },
  {
    name: 'a key for encryption and a symmetric key under the right kid: ignored',
    row: 'A30',
    prepare: ({ switches, keys }) =>
      (switches.jwks = ({ keys: genuine }) => ({
        keys: [keys.hostile.encryption(), keys.hostile.symmetric(), ...genuine],
      })),
    expect: 'success',
  },
  {
    name: 'HS256 with a symmetric key that the JWKS publishes',
    row: 'A30',
    prepare: ({ switches, keys }) =>
      (switches.jwks = ({ keys: genuine }) => ({ keys: [...genuine, keys.hostile.symmetric('AAAA')] })),
    idToken: (draft, tools) => tools.signHmac(draft, Buffer.from('AAAA', 'base64url')),
    expect: 'id_token_algorithm',
  },
  {
    name: 'another key under the same kid: the right one is found',
    row: 'A30',
    prepare: ({ switches, keys }) =>
      (switches.jwks = ({ keys: genuine }) => ({ keys: [keys.hostile.duplicate(), ...genuine] })),
    expect: 'success',
  },
  {
    name: 'a published private key is not used',
    row: 'A30',
    prepare: ({ switches, keys }) => (switches.jwks = () => ({ keys: [keys.hostile.withPrivateHalf()] })),
    expect: 'id_token_key_unknown',
  },
  {
    name: '2,000 keys: the first hundred are looked at',
    row: 'A30',
    prepare: ({ switches, keys }) =>
      (switches.jwks = ({ keys: genuine }) => ({ keys: [...genuine, ...keys.hostile.many(2_000)] })),
    expect: 'success',
  },
  {
    name: 'JWKS without keys',
    row: 'A29',
    prepare: ({ switches }) => (switches.jwks = () => ({ keys: [] })),
    expect: 'id_token_key_unknown',
  },
  {
    name: 'JWKS whose `keys` is a number',
    row: 'A29',
    prepare: ({ switches }) => (switches.jwks = () => ({ keys: 7 })),
    expect: 'jwks_invalid',
  },
  ...(
    [
      ['answers HTML', () => faults.html(), 'response_not_json'],
      ['answers 500', () => faults.status(500), 'provider_unavailable'],
      ['answers 404', () => faults.status(404), 'jwks_refused'],
      ['redirects', () => faults.redirect('http://127.0.0.1:9/keys'), 'redirect_refused'],
      ['answers 3 MB', () => faults.oversized(3_145_728), 'response_too_large'],
      ['resets the connection', () => faults.reset(), 'network_error'],
    ] as const
  ).map(([what, fault, expect]): RelyingPartyCase => ({
    name: `the JWKS endpoint ${what}, and no key is known`,
    row: 'A29',
    prepare: (service) => service.fault('jwks', fault()),
    expect,
  })),
];
