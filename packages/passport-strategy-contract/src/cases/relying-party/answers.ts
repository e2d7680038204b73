import { faults } from 'passport-provider-emulator';
import { claims, discovery, seconds, transformToken, userinfo, type RelyingPartyCase } from './case';

/** Userinfo, hashes, times and the token response around an id_token. */
export const answersTable: readonly RelyingPartyCase[] = [
  {
    name: 'userinfo-invalid-sub',
    row: 'A17',
    options: userinfo,
    prepare: (service) =>
      service.fault(
        'userProfile',
        faults.transform((body) => ({ ...(body as object), sub: 'somebody-else' })),
      ),
    expect: 'subject_mismatch',
  },
  { name: 'scope-userinfo-claims', options: userinfo, expect: 'success' },
  { name: 'userinfo-bearer-header', options: userinfo, expect: 'success' },
  {
    name: 'userinfo-signed: refused, not believed',
    options: userinfo,
    prepare: ({ switches }) => (switches.userInfoFormat = 'jwt'),
    expect: 'response_not_json',
  },
  {
    name: 'invalid-athash',
    row: 'A18',
    idToken: claims(() => ({ at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' })),
    expect: 'id_token_hash',
  },
  { name: 'missing-athash (code flow)', idToken: claims(() => ({ at_hash: undefined })), expect: 'success' },
  {
    name: 'right at_hash',
    idToken: (draft, { atHash }) => ({ ...draft, claims: { ...draft.claims, at_hash: atHash } }),
    expect: 'success',
  },
  {
    name: 'invalid-chash',
    idToken: claims(() => ({ c_hash: 'AAAAAAAAAAAAAAAAAAAAAA' })),
    expect: 'id_token_hash',
  },
  {
    name: 'aggregated-claims, distributed-claims: passed through, never fetched',
    row: 'A31',
    idToken: claims(() => ({
      _claim_names: { a: 's' },
      _claim_sources: { s: { endpoint: 'http://127.0.0.1:9/' } },
    })),
    expect: 'success',
  },
  {
    name: 'max_age kept',
    options: () => ({ maxAge: 600 }),
    idToken: claims(() => ({ auth_time: seconds() - 10 })),
    expect: 'success',
  },
  {
    name: 'max_age, and the user signed in long ago',
    options: () => ({ maxAge: 600 }),
    idToken: claims(() => ({ auth_time: seconds() - 7_200 })),
    expect: 'id_token_authentication_time',
  },
  {
    name: 'max_age without auth_time',
    options: () => ({ maxAge: 600 }),
    idToken: claims(() => ({ auth_time: undefined })),
    expect: 'id_token_authentication_time',
  },
  { name: 'discovery-openid-config, discovery-jwks-uri-keys', options: discovery, expect: 'success' },
  {
    name: 'token_type bEaReR',
    prepare: transformToken((body) => ({ ...body, token_type: 'bEaReR' })),
    expect: 'success',
  },
  {
    name: 'no token_type',
    row: 'A38',
    prepare: transformToken(({ token_type: _left, ...rest }) => rest),
    expect: 'token_response_invalid',
  },
  {
    name: 'token_type mac',
    row: 'A38',
    prepare: transformToken((body) => ({ ...body, token_type: 'mac' })),
    expect: 'token_type_unsupported',
  },
  {
    name: 'no scope in the token response',
    prepare: transformToken(({ scope: _left, ...rest }) => rest),
    expect: 'success',
  },
  {
    name: 'no expires_in',
    prepare: transformToken(({ expires_in: _left, ...rest }) => rest),
    expect: 'success',
  },
  {
    name: 'expires_in -1',
    row: 'A38',
    prepare: transformToken((body) => ({ ...body, expires_in: -1 })),
    expect: 'success',
  },
  {
    name: 'expires_in 1e99',
    row: 'A38',
    prepare: transformToken((body) => ({ ...body, expires_in: 1e99 })),
    expect: 'success',
  },
  {
    name: 'RFC 9207: iss is right',
    prepare: ({ switches }) => (switches.sendIssuer = 'right'),
    expect: 'success',
  },
];
