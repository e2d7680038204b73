import { claims, seconds, type RelyingPartyCase } from './case';

/** Claims of id_tokens (OpenID Connect Core §3.1.3.7). */
export const claimsTable: readonly RelyingPartyCase[] = [
  { name: 'client-test', expect: 'success' },
  {
    name: 'client-secret-basic: the secret is sent as declared, and only so',
    prepare: ({ switches }) => (switches.tokenAuthentication = 'post'),
    expect: 'success',
  },
  {
    name: 'invalid-iss',
    idToken: claims(() => ({ iss: 'https://evil.example' })),
    expect: 'id_token_issuer',
  },
  {
    name: 'iss with a slash more',
    idToken: claims(({ iss }) => ({ iss: `${String(iss)}/` })),
    expect: 'id_token_issuer',
  },
  { name: 'missing-iss', idToken: claims(() => ({ iss: undefined })), expect: 'id_token_issuer' },
  { name: 'missing-sub', idToken: claims(() => ({ sub: undefined })), expect: 'id_token_subject' },
  { name: 'sub that is a number', idToken: claims(() => ({ sub: 7 })), expect: 'id_token_subject' },
  {
    name: 'sub of 256 characters',
    idToken: claims(() => ({ sub: 's'.repeat(256) })),
    expect: 'id_token_subject',
  },
  { name: 'invalid-aud', idToken: claims(() => ({ aud: 'another-client' })), expect: 'id_token_audience' },
  { name: 'missing-aud', idToken: claims(() => ({ aud: undefined })), expect: 'id_token_audience' },
  { name: 'aud as a list of one', idToken: claims(({ aud }) => ({ aud: [aud] })), expect: 'success' },
  {
    name: 'another audience beside ours',
    row: 'A20',
    idToken: claims(({ aud }) => ({ aud: [aud, 'evil'], azp: aud })),
    expect: 'id_token_audience',
  },
  {
    name: 'azp of another client',
    row: 'A20',
    idToken: claims(() => ({ azp: 'evil' })),
    expect: 'id_token_authorized_party',
  },
  { name: 'azp of our client', idToken: claims(({ aud }) => ({ azp: aud })), expect: 'success' },
  { name: 'missing-iat', idToken: claims(() => ({ iat: undefined })), expect: 'id_token_issued_at' },
  {
    name: 'iat a week old',
    idToken: claims(() => ({ iat: seconds() - 604_800 })),
    expect: 'id_token_issued_at',
  },
  { name: 'iat 30 s ahead', row: 'A52', idToken: claims(() => ({ iat: seconds() + 30 })), expect: 'success' },
  { name: 'iat 30 s ago', row: 'A52', idToken: claims(() => ({ iat: seconds() - 30 })), expect: 'success' },
  {
    name: 'iat 10 min ahead',
    row: 'A52',
    idToken: claims(() => ({ iat: seconds() + 600 })),
    expect: 'id_token_not_yet_valid',
  },
  {
    name: 'iat 10 min ago',
    row: 'A52',
    idToken: claims(() => ({ iat: seconds() - 600 })),
    expect: 'id_token_issued_at',
  },
  { name: 'iat as text', idToken: claims(() => ({ iat: String(seconds()) })), expect: 'id_token_issued_at' },
  { name: 'expired', idToken: claims(() => ({ exp: seconds() - 600 })), expect: 'id_token_expired' },
  { name: 'missing-exp', idToken: claims(() => ({ exp: undefined })), expect: 'id_token_expired' },
  {
    name: 'nbf 10 min ahead',
    idToken: claims(() => ({ nbf: seconds() + 600 })),
    expect: 'id_token_not_yet_valid',
  },
  {
    name: 'nonce-invalid',
    row: 'A19',
    idToken: claims(() => ({ nonce: 'of-yesterday' })),
    expect: 'id_token_nonce',
  },
  {
    name: 'missing nonce',
    row: 'A19',
    idToken: claims(() => ({ nonce: undefined })),
    expect: 'id_token_nonce',
  },
];
