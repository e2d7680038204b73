import { eachFileHasParty, openIDProvider } from './support/relying-party';

describe('what an OpenID provider of somebody else insists on, and what we do', () => {
  const party = eachFileHasParty();

  /** Requests to the token endpoint while something runs. */
  async function exchanges(run: () => Promise<unknown>): Promise<number> {
    const before = await party().op.requestsTo('/token');
    await run();
    return (await party().op.requestsTo('/token')) - before;
  }

  describe('R20-R23: `iss` in the callback (RFC 9207)', () => {
    const spoil = {
      stripped: [(url: URL) => url.searchParams.delete('iss'), 'issuer_missing'],
      'of somebody else': [
        (url: URL) => url.searchParams.set('iss', 'https://evil.example'),
        'issuer_mismatch',
      ],
      'with a slash more': [
        (url: URL) => url.searchParams.set('iss', `${party().op.issuer}/`),
        'issuer_mismatch',
      ],
      empty: [(url: URL) => url.searchParams.set('iss', ''), 'issuer_missing'],
      'there twice': [
        (url: URL) => url.searchParams.append('iss', 'https://evil.example'),
        'callback_malformed',
      ],
    } as const;

    test.each(Object.entries(spoil))('A1, A2: %s', async (_what, [callback, reason]) => {
      const signIn = party().use('web', openIDProvider(), { discovery: true });
      const sent = await exchanges(async () => {
        expect(await signIn({ callback })).toMatchObject({ result: reason });
      });
      expect(sent).toBe(0);
    });

    test('right: the login goes on', async () => {
      let iss: string | null = '';
      const signIn = party().use('web', openIDProvider(), { discovery: true });
      const { result } = await signIn({ callback: ({ searchParams }) => (iss = searchParams.get('iss')) });
      expect({ result, iss }).toEqual({ result: 'success', iss: party().op.issuer });
    });

    test('nobody advertised it (no discovery): it may be missing, but not wrong', async () => {
      const signIn = party().use('web');
      expect(await signIn({ callback: spoil.stripped[0] })).toMatchObject({ result: 'success' });
      expect(await signIn({ callback: spoil['of somebody else'][0] })).toMatchObject({
        result: 'issuer_mismatch',
      });
    });

    test('the declaration advertises it: it must be there', async () => {
      const signIn = party().use('web', openIDProvider({ issuerParameter: 'required' }));
      expect(await signIn({ callback: spoil.stripped[0] })).toMatchObject({ result: 'issuer_missing' });
    });

    test('R22: it counts for an error, too', async () => {
      await party().op.person({ declines: true });
      const signIn = party().use('web', openIDProvider(), { discovery: true });
      expect(await signIn()).toMatchObject({ result: 'access_denied', outcome: { kind: 'fail' } });
      expect(await signIn({ callback: spoil.stripped[0] })).toMatchObject({ result: 'issuer_missing' });
      expect(await signIn({ callback: spoil['of somebody else'][0] })).toMatchObject({
        result: 'issuer_mismatch',
      });
    });
  });

  test('A1: a code of another client is of no use', async () => {
    const theirs: { code?: string } = {};
    const victim = party().use('other');
    await victim({ callback: ({ searchParams }) => (theirs.code = searchParams.get('code') ?? '') });
    const { outcome, result } = await party().use('web')({
      callback: ({ searchParams }) => searchParams.set('code', theirs.code ?? ''),
    });
    expect(result).toBe('token_refused');
    expect(outcome.error).toMatchObject({ code: 'invalid_grant' });
  });

  test('R2: the provider demands PKCE; without a challenge it refuses, and we say so', async () => {
    const signIn = party().use('web');
    const { outcome, result } = await signIn({
      request: ({ searchParams }) => {
        searchParams.delete('code_challenge');
        searchParams.delete('code_challenge_method');
      },
    });
    expect(result).toBe('authorization_refused');
    expect(outcome.error).toMatchObject({ code: 'invalid_request' });
  });

  test('A5: a code of another login of the same client does not fit our verifier', async () => {
    const signIn = party().use('web');
    let code = '';
    // The first login is cut off before its code is used.
    await signIn({
      callback: ({ searchParams }) => {
        code = searchParams.get('code') ?? '';
        searchParams.delete('code');
      },
    });
    const { outcome, result } = await signIn({
      callback: ({ searchParams }) => searchParams.set('code', code),
    });
    expect(result).toBe('token_refused');
    expect(outcome.error).toMatchObject({ code: 'invalid_grant' });
  });

  test('A19: the nonce of another login is refused', async () => {
    const signIn = party().use('web');
    const { result } = await signIn({
      request: ({ searchParams }) => searchParams.set('nonce', 'yesterday'),
    });
    expect(result).toBe('id_token_nonce');
  });

  test('A19: an id_token without our nonce is refused', async () => {
    const signIn = party().use('web');
    expect(await signIn({ request: ({ searchParams }) => searchParams.delete('nonce') })).toMatchObject({
      result: 'id_token_nonce',
    });
  });

  describe('R54: maxAge', () => {
    const maxAge = 300;

    test('is asked for, and comes back as auth_time', async () => {
      let asked: string | null = null;
      const signIn = party().use('web', openIDProvider(), { maxAge });
      const { result, login } = await signIn({
        request: ({ searchParams }) => (asked = searchParams.get('max_age')),
      });
      expect({ result, asked }).toEqual({ result: 'success', asked: '300' });
      expect(login.claims['auth_time']).toEqual(expect.any(Number));
    });

    test('somebody takes it out of the request: no auth_time, no login', async () => {
      const signIn = party().use('web', openIDProvider(), { maxAge });
      const request = ({ searchParams }: URL): void => searchParams.delete('max_age');
      expect(await signIn({ request })).toMatchObject({ result: 'id_token_authentication_time' });
    });

    test.each([
      ['within it', 200, 'success'],
      ['longer ago', 1000, 'id_token_authentication_time'],
    ])('and the person had signed in %s', async (_when, signedInSecondsAgo, expected) => {
      await party().op.person({ signedInSecondsAgo });
      const signIn = party().use('strict', openIDProvider(), { maxAge });
      const request = ({ searchParams }: URL): void => searchParams.delete('max_age');
      expect(await signIn({ request })).toMatchObject({ result: expected });
    });

    test('without the option, an old auth_time is nobody’s business', async () => {
      await party().op.person({ signedInSecondsAgo: 100_000 });
      expect(await party().use('strict')()).toMatchObject({ result: 'success' });
    });
  });
});
