import { faults, type Fault, type ProviderName } from 'passport-provider-emulator';

/** Where a fault strikes. */
export type Place = 'token' | 'profile' | 'jwks';

/** A misbehaviour, and how a login that meets it may end. */
export interface Trouble {
  readonly name: string;
  readonly make: () => Fault;
  /** `success`, or reasons. */
  readonly ends: Readonly<Partial<Record<Place, readonly string[]>>>;
  /** Only for this service. */
  readonly only?: ProviderName;
  /** Takes time or memory, and so is drawn one time in so many. */
  readonly rarity?: number;
  /** The strategy gets this timeout, in milliseconds. */
  readonly timeout?: number;
}

const everywhere = (...reasons: string[]): Trouble['ends'] => ({
  token: reasons,
  profile: reasons,
  jwks: reasons,
});
const noSuchObject: Trouble['ends'] = {
  token: ['token_response_invalid'],
  profile: ['profile_invalid'],
  jwks: ['jwks_invalid'],
};
const refused: Trouble['ends'] = {
  token: ['token_refused'],
  profile: ['profile_refused'],
  jwks: ['jwks_refused'],
};

/** The token response with another id_token. */
function idToken(name: string, change: (idToken: string) => unknown, reason: string): Trouble {
  const make = (): Fault =>
    faults.transform((body) => {
      const response = body as Record<string, unknown>;
      return { ...response, id_token: change(String(response['id_token'])) };
    });
  return { name: `an id_token that is ${name}`, make, ends: { token: [reason] }, only: 'coinpay' };
}

function flipSignature(token: string): string {
  const at = token.lastIndexOf('.') + 20;
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
}

/** The emulator's faults, each with what may come of it. */
export const troubles: readonly Trouble[] = [
  { name: '500', make: () => faults.status(500), ends: everywhere('provider_unavailable') },
  { name: '503', make: () => faults.status(503, 'busy'), ends: everywhere('provider_unavailable') },
  { name: '401', make: () => faults.status(401, 'who are you'), ends: refused },
  { name: 'html', make: () => faults.html(), ends: everywhere('response_not_json') },
  { name: 'an empty body', make: () => faults.body(''), ends: everywhere('response_not_json') },
  { name: 'a form', make: () => faults.body('access_token=a'), ends: everywhere('response_not_json') },
  {
    name: 'a cut object',
    make: () => faults.body('{"access_token":"a'),
    ends: everywhere('response_not_json'),
  },
  { name: 'null', make: () => faults.json(null), ends: noSuchObject },
  { name: 'a number', make: () => faults.json(42), ends: noSuchObject },
  { name: 'a list', make: () => faults.json([{}]), ends: noSuchObject },
  {
    name: 'an empty object',
    make: () => faults.json({}),
    ends: { ...noSuchObject, profile: ['profile_invalid', 'subject_mismatch'] },
  },
  {
    name: 'an error in a 200',
    make: () => faults.json({ error: 'invalid_grant', data: 'x' }),
    ends: refused,
  },
  { name: 'a coded 400', make: () => faults.json({ error: 'invalid_grant' }, 400), ends: refused },
  { name: 'a rate limit', make: () => faults.rateLimited(7), ends: everywhere('rate_limited') },
  { name: 'half a body', make: () => faults.halfBody(), ends: everywhere('response_truncated') },
  { name: 'a reset', make: () => faults.reset(), ends: everywhere('network_error') },
  {
    name: 'a redirect',
    make: () => faults.redirect('http://127.0.0.1:9/steal'),
    ends: everywhere('redirect_refused'),
  },
  {
    name: 'a 307',
    make: () => faults.redirect('http://127.0.0.1:9/x', 307),
    ends: everywhere('redirect_refused'),
  },
  { name: 'gzip', make: () => faults.gzip(), ends: everywhere('response_encoded') },
  { name: 'nothing changed', make: () => faults.transform((it) => it), ends: everywhere('success') },
  {
    name: 'all taken out',
    make: () => faults.transform(() => undefined),
    ends: everywhere('response_not_json'),
  },
  {
    name: 'a split character',
    make: () => faults.splitCharacter(),
    // 500 where the answer has no character to split.
    ends: everywhere('success', 'provider_unavailable'),
  },
  {
    name: '2 MB',
    make: () => faults.oversized(2_097_152),
    ends: everywhere('response_too_large'),
    rarity: 10,
  },
  { name: 'drips in time', make: () => faults.slow(40), ends: everywhere('success'), rarity: 5 },
  { name: 'drips', make: () => faults.slow(3_000), ends: everywhere('timeout'), rarity: 10, timeout: 150 },
  { name: 'silence', make: () => faults.silent(), ends: everywhere('timeout'), rarity: 10, timeout: 150 },
  idToken('missing', () => undefined, 'id_token_missing'),
  idToken('a number', () => 5, 'token_response_invalid'),
  idToken('no token', () => 'a.b.c', 'id_token_malformed'),
  idToken('signed by nobody', flipSignature, 'id_token_signature'),
  idToken('cut', (it) => it.slice(0, it.lastIndexOf('.')), 'id_token_malformed'),
];
