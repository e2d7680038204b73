import { openIDProvider, RelyingParty, secretOf } from './support/relying-party';

const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'] as const;
const authentication = ['client_secret_basic', 'client_secret_post', 'none'] as const;

describe('an OpenID provider of somebody else (oidc-provider)', () => {
  let party: RelyingParty;
  beforeAll(async () => {
    party = await RelyingParty.start([
      ...[...algorithms, 'HS256'].map((alg) => ({ client_id: alg, id_token_signed_response_alg: alg })),
      ...authentication.map((method) => ({ client_id: method, token_endpoint_auth_method: method })),
      { client_id: 'signed-userinfo', userinfo_signed_response_alg: 'RS256' },
      {
        client_id: 'encrypted',
        id_token_encrypted_response_alg: 'dir',
        id_token_encrypted_response_enc: 'A128CBC-HS256',
      },
    ]);
  });
  afterAll(() => party.close());
  afterEach(() => party.op.person());

  describe.each([false, true])('discovery: %s', (discovery) => {
    test.each(algorithms)('signs in by an id_token that is signed with %s', async (alg) => {
      const signIn = party.use(alg, openIDProvider({}, { algorithms: [alg] }), { discovery });
      const { result, login } = await signIn();
      expect(result).toBe('success');
      expect(login.claims).toMatchObject({ iss: party.op.issuer, sub: 'ada', aud: alg });
      expect(headerOf(login.tokens.idToken)).toMatchObject({ alg });
      expect(login.profile).toMatchObject({
        provider: 'certified',
        id: 'ada',
        displayName: 'Name of ada',
        emails: [{ value: 'ada@example-business.com', verified: true }],
      });
    });

    test('signs in by HS256, with the client secret as the shared secret', async () => {
      const idTokenSharedSecret = secretOf('HS256');
      const signIn = party.use('HS256', openIDProvider(), { discovery, idTokenSharedSecret });
      expect(await signIn()).toMatchObject({ result: 'success', login: { claims: { sub: 'ada' } } });
    });
  });

  test('R51: HS256 is refused where no shared secret was given', async () => {
    expect(await party.use('HS256')()).toMatchObject({ result: 'id_token_algorithm' });
  });

  test('R51: HS256 is refused with another shared secret', async () => {
    const signIn = party.use('HS256', openIDProvider(), { idTokenSharedSecret: secretOf('RS256') });
    expect(await signIn()).toMatchObject({ result: 'id_token_signature' });
  });

  test('R51: with a shared secret, nothing but HS256 is accepted', async () => {
    const signIn = party.use('RS256', openIDProvider(), { idTokenSharedSecret: secretOf('RS256') });
    expect(await signIn()).toMatchObject({ result: 'id_token_algorithm' });
  });

  test.each([
    ['PS256', 'RS256'],
    ['RS256', 'PS256'],
    ['ES256', 'EdDSA'],
  ] as const)('R50, A23: %s is refused where %s is declared', async (signed, declared) => {
    const signIn = party.use(signed, openIDProvider({}, { algorithms: [declared] }));
    expect(await signIn()).toMatchObject({ result: 'id_token_algorithm' });
  });

  test.each(authentication)('A58: the client authenticates by %s', async (method) => {
    const signIn = party.use(method, openIDProvider({ clientAuthentication: method }));
    expect(await signIn()).toMatchObject({ result: 'success' });
  });

  test.each(authentication.slice(0, 2))('R41: a wrong secret is told by its code (%s)', async (method) => {
    const declaration = openIDProvider({ clientAuthentication: method });
    const { outcome, result } = await party.use(method, declaration, { clientSecret: 'wrong' })();
    expect(result).toBe('token_refused');
    expect(outcome.error).toMatchObject({ code: 'invalid_client', responseStatus: 401 });
  });

  test('R45, A27: an encrypted id_token is refused', async () => {
    expect(await party.use('encrypted')()).toMatchObject({ result: 'id_token_malformed' });
  });

  test('R64: a signed userinfo answer is refused by name', async () => {
    expect(await party.use('signed-userinfo')()).toMatchObject({ result: 'response_not_json' });
  });
});

function headerOf(token: string | undefined): unknown {
  return JSON.parse(Buffer.from(token?.split('.')[0] ?? '', 'base64url').toString());
}
