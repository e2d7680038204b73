import { createHash } from 'node:crypto';
import { AccountStrategy, type KopoKopoProfile } from 'passport-kopokopo';
import { eachTestHasService, only, useService } from 'passport-strategy-contract/harness';

/** The emulator's options are for the whole service; the strategy takes those that are its own. */
class EmulatedAccount extends AccountStrategy {
  constructor({ ...options }: Record<string, unknown>, verify: never) {
    super(options as never, verify);
  }
}

const kopokopo = useService<'kopokopo', KopoKopoProfile>('kopokopo', EmulatedAccount as never);
beforeEach(() => {
  kopokopo.service.switches.authorizationCode = true;
});

const random = expect.stringMatching(/^[\w-]{43}$/) as string;

test('signs an account in, by authorization code with state and PKCE', async () => {
  const { sent, callbackURL, callback, profile, outcome } = await kopokopo.login();
  expect(outcome).toMatchObject({ kind: 'success', user: { id: 'somebody' } });
  expect(only(sent, 'authorization').query).toEqual({
    response_type: 'code',
    client_id: 'kopokopo-emulator',
    redirect_uri: callbackURL,
    state: random,
    code_challenge: random,
    code_challenge_method: 'S256',
  });
  const body = Object.fromEntries(new URLSearchParams(only(sent, 'token').rawBody));
  expect(body).toEqual({
    grant_type: 'authorization_code',
    code: callback.searchParams.get('code'),
    redirect_uri: callbackURL,
    client_id: 'kopokopo-emulator',
    client_secret: 'kopokopo-emulator-secret',
    code_verifier: random,
  });
  const challenge = createHash('sha256')
    .update(body['code_verifier'] ?? '')
    .digest('base64url');
  expect(only(sent, 'authorization').query['code_challenge']).toBe(challenge);
  expect(profile).toMatchObject({
    provider: 'kopokopo',
    id: '2f6d0c1a-7b1e-4f5b-9c51-3a0e6d9b8c01',
    scopes: [],
  });
});

test('two accounts are two users', async () => {
  const ids = [];
  for (const user of [0, 1]) ids.push((await kopokopo.login({}, { person: { user } })).profile.id);
  expect(new Set(ids).size).toBe(2);
});

test('pkce: false is honoured', async () => {
  const { sent } = await kopokopo.login({ pkce: false });
  expect(only(sent, 'authorization').query).not.toHaveProperty('code_challenge');
});

test.each<[string, string | null, string]>([
  ['forged', 'x'.repeat(43), 'state_unknown'],
  ['missing', null, 'state_missing'],
])('a callback with a %s state: fail, and the code goes nowhere', async (_what, state, reason) => {
  const { outcome, sent } = await kopokopo.login({}, { person: { state } });
  expect(outcome).toMatchObject({ kind: 'fail', reason });
  expect(sent.map(({ endpoint }) => endpoint)).toEqual(['authorization']);
});

test('a denial: access_denied', async () => {
  const { outcome } = await kopokopo.login({}, { person: { decision: 'deny' } });
  expect(outcome).toMatchObject({ kind: 'fail', reason: 'access_denied' });
});

test('a token of the application itself is no account: profile_invalid', async () => {
  const app = await kopokopo.world.appWith();
  const callback = await kopokopo.world.consent(app);
  const { baseURL, clientID, clientSecret } = kopokopo.service.options;
  const answer = await fetch(`${baseURL}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientID,
      client_secret: clientSecret,
    }),
  });
  const token = (await answer.json()) as object;
  kopokopo.service.fault('token', {
    name: 'another token',
    respond: ({ send }) =>
      send({ status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(token) }),
  });
  expect((await kopokopo.world.finish(app, callback)).reason).toBe('profile_invalid');
});

test('it needs a session like any login, and is a passport-oauth2 strategy', () => {
  const options = { ...kopokopo.service.options, callbackURL: '/c' };
  const strategy = new EmulatedAccount(options, (() => undefined) as never);
  expect(strategy).toBeInstanceOf(jest.requireActual('passport-oauth2'));
  expect(strategy.name).toBe('kopokopo');
});

test("the client of an account's strategy has what its type says", () => {
  const options = { ...kopokopo.service.options, callbackURL: '/c' };
  const { client } = new EmulatedAccount(options, (() => undefined) as never);
  expect(typeof client.applicationToken).toBe('function');
});

describe('refreshURL', () => {
  const service = eachTestHasService();
  const strategyWith = (options: object): AccountStrategy =>
    new AccountStrategy(
      {
        clientID: 'abc123',
        clientSecret: 's3cret',
        callbackURL: '/c',
        authorizationURL: `${service().origin}/authorize`,
        tokenURL: `${service().origin}/token`,
        ...options,
      },
      () => undefined,
    );

  test('with it the client refreshes there, with the credentials of the application', async () => {
    service().refresh = { json: { access_token: 'new', token_type: 'Bearer', refresh_token: 'next' } };
    const { client } = strategyWith({ refreshURL: `${service().origin}/refresh` });
    expect(await client.refresh?.('old')).toMatchObject({ accessToken: 'new', refreshToken: 'next' });
    const [request] = service().requests;
    expect(request?.url).toBe('/refresh');
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'old',
      client_id: 'abc123',
      client_secret: 's3cret',
    });
  });

  test('without it the client has no refresh, because Kopo Kopo documents none', () => {
    expect(strategyWith({}).client.refresh).toBeUndefined();
    expect(strategyWith({ refreshURL: undefined }).client.refresh).toBeUndefined();
  });
});
