import { type Emulator, type OwnServices, oauthService, startEmulator } from '../src';
import { address, json, parameter, reason, send, sendForm } from './support/http';

const acme = oauthService({
  name: 'acme',
  title: 'Acme',
  users: [
    { id: '7', name: 'Sokha', email: 'sokha@example-business.com', orders: ['rice'] },
    { id: '8', name: 'Dara', email: 'dara@example-business.com', orders: [] },
  ],
  scopes: { profile: 'See your name', orders: 'See your orders' },
  userInfo: ({ id, name }) => ({ id, name }),
  calls: [{ method: 'GET', path: '/v1/orders', scope: 'orders', respond: ({ orders }) => ({ orders }) }],
});

let emulator: Emulator & OwnServices<typeof acme>;
beforeAll(async () => {
  emulator = await startEmulator({ providers: [acme, 'konpro'] });
});
afterAll(() => emulator.close());

async function login(scope: string, user = 0): Promise<Record<string, unknown>> {
  const { options, client } = emulator.acme;
  const [redirect_uri = ''] = client.callbackURLs;
  const query = { response_type: 'code', client_id: client.clientID, redirect_uri, scope, state: 's' };
  const callback = await emulator.acme.authorize(address(options.authorizationURL, query), { user });
  expect(parameter(callback, 'state')).toBe('s');
  const { clientID: client_id, clientSecret: client_secret = '' } = options;
  const body = { grant_type: 'authorization_code', code: parameter(callback, 'code'), redirect_uri };
  return json(await sendForm(options.tokenURL, { ...body, client_id, client_secret }));
}

test('a service of your own: a login, the user, and a call', async () => {
  const tokens = await login('profile orders', 1);
  expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'profile orders' });
  const headers = { Authorization: `Bearer ${String(tokens['access_token'])}` };
  const { userProfileURL } = emulator.acme.options;
  expect(json(await send('GET', userProfileURL, headers))).toEqual({ id: '8', name: 'Dara' });
  const orders = await send('GET', `${emulator.acme.origins['api']}/v1/orders`, headers);
  expect(json(orders)).toEqual({ orders: [] });
});

test('it refuses, records, and has a page as the others do', async () => {
  const { access_token } = await login('profile');
  const url = `${emulator.acme.origins['api']}/v1/orders`;
  const refused = await send('GET', url, { Authorization: `Bearer ${String(access_token)}` });
  expect([refused.status, reason(refused)]).toEqual([403, 'insufficient_scope']);
  expect(emulator.requests.at(-1)).toMatchObject({ provider: 'acme', endpoint: 'api', status: 403 });
  expect(emulator.providers.map(({ name }) => name)).toEqual(['konpro', 'acme']);
});
