import { type CommonSwitches, type EmulatedProvider, oauthService, startEmulator } from '../src';
import { type Reply, address, createPkce, json, parameter, reason, sendForm, sendJson } from './support/http';

type Body = Record<string, string>;
interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** A service that rotates, with the requests of its token endpoints. */
interface Rotating {
  readonly provider: EmulatedProvider;
  readonly options: Readonly<Record<string, string>>;
  readonly send: (url: string, body: Body) => Promise<Reply>;
  readonly scope: string;
  readonly grantType?: boolean;
}

const acme = oauthService({
  name: 'acme',
  title: 'Acme',
  users: [{ id: '7', name: 'Sokha', email: 'sokha@example-business.com' }],
});
const start = () => startEmulator({ providers: ['koompi', 'konpro', 'coinpay', acme] });
let emulator: Awaited<ReturnType<typeof start>>;
beforeEach(async () => {
  emulator = await start();
});
afterEach(() => emulator.close());

const asJson = (url: string, body: Body): Promise<Reply> => sendJson(url, body);
const asForm = (url: string, body: Body): Promise<Reply> => sendForm(url, body);
const optionsOf = (provider: EmulatedProvider): Record<string, string> => ({
  ...(provider.options as Record<string, string>),
});

const services: Record<string, () => Rotating> = {
  KOOMPI: () => {
    const provider = emulator.koompi;
    return { provider, options: optionsOf(provider), send: asJson, scope: '', grantType: false };
  },
  KID: () => {
    const provider = emulator.koompi;
    provider.switches.generation = 'kid';
    return { provider, options: optionsOf(provider), send: asJson, scope: '' };
  },
  KonPro: () => {
    const provider = emulator.konpro;
    return { provider, options: optionsOf(provider), send: asForm, scope: '' };
  },
  CoinPay: () => {
    const provider = emulator.coinpay;
    return { provider, options: optionsOf(provider), send: asForm, scope: 'openid' };
  },
  'the published CoinPay': () => {
    const provider = emulator.coinpay;
    provider.switches.server = 'published';
    return { provider, options: optionsOf(provider), send: asForm, scope: 'openid' };
  },
  'a service of your own': () => {
    const provider = emulator.acme;
    return { provider, options: optionsOf(provider), send: asForm, scope: '' };
  },
};

const credentials = ({ options }: Rotating): Body => {
  const { clientID: client_id = '', clientSecret } = options;
  return { client_id, ...(clientSecret === undefined ? {} : { client_secret: clientSecret }) };
};

async function login(service: Rotating): Promise<Tokens> {
  const { provider, options, send, scope } = service;
  const { verifier, challenge } = createPkce();
  const redirect_uri = provider.client.callbackURLs[0] ?? '';
  const url = address(options['authorizationURL'] ?? '', {
    response_type: 'code',
    client_id: options['clientID'],
    redirect_uri,
    state: 's',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...(scope === '' ? {} : { scope }),
  });
  const code = parameter(await provider.authorize(url), 'code');
  const body = { grant_type: 'authorization_code', code, redirect_uri, code_verifier: verifier };
  const reply = await send(options['tokenURL'] ?? '', { ...body, ...credentials(service) });
  return json(reply) as unknown as Tokens;
}

function refresh(service: Rotating, refresh_token: string): Promise<Reply> {
  const { options, send, grantType = true } = service;
  const type: Body = grantType ? { grant_type: 'refresh_token' } : {};
  const url = options['refreshURL'] ?? options['tokenURL'] ?? '';
  return send(url, { ...type, refresh_token, ...credentials(service) });
}

/** Refreshes once, and once more with the rotated token. */
async function reuse(
  name: string,
  mode: CommonSwitches['refreshReuse'],
): Promise<{ service: Rotating; first: Tokens; again: Reply }> {
  const service = services[name]?.() as Rotating;
  if (mode !== undefined) (service.provider.switches as CommonSwitches).refreshReuse = mode;
  const { refresh_token } = await login(service);
  const first = json(await refresh(service, refresh_token)) as unknown as Tokens;
  return { service, first, again: await refresh(service, refresh_token) };
}

describe.each(Object.keys(services))('a rotated refresh token of %s', (name) => {
  test.each([undefined, 'refuse'] as const)(
    '%s: it is refused, and the new one stays valid',
    async (mode) => {
      const { service, first, again } = await reuse(name, mode);
      expect([again.status, reason(again)]).toEqual([400, 'refresh_token_used']);
      expect((await refresh(service, first.refresh_token)).status).toBe(200);
    },
  );

  test('revoke_family: it is refused, and the new one too', async () => {
    const { service, first, again } = await reuse(name, 'revoke_family');
    expect([again.status, reason(again)]).toEqual([400, 'refresh_token_used']);
    expect((await refresh(service, first.refresh_token)).status).toBe(400);
    expect((await refresh(service, (await login(service)).refresh_token)).status).toBe(200);
  });

  test('grace: it gets new tokens, and the others stay valid', async () => {
    const { service, first, again } = await reuse(name, 'grace');
    expect(again.status).toBe(200);
    const second = json(again) as unknown as Tokens;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    for (const { refresh_token } of [first, second])
      expect((await refresh(service, refresh_token)).status).toBe(200);
  });
});

test('revoke_family ends the access tokens too', async () => {
  const { service, first } = await reuse('KonPro', 'revoke_family');
  const url = `${service.options['apiURL']}/user/me`;
  const reply = await fetch(url, { headers: { Authorization: `Bearer ${first.access_token}` } });
  expect([reply.status, reply.headers.get('x-emulator-reason')]).toEqual([401, 'grant_revoked']);
});

test('grace does not bring back a token of a revoked grant', async () => {
  const { service, first } = await reuse('KonPro', 'grace');
  service.provider.revokeUserGrant();
  expect(reason(await refresh(service, first.refresh_token))).toBe('grant_revoked');
});
