import { type Emulator, startEmulator } from '../src';
import { type Reply, address, parameter, reason, send, sendForm } from './support/http';
import { matching } from './support/matchers';

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.close());

function komerzaURL(state = 'abc'): string {
  const { authorizationURL, clientID } = emulator.komerza.options;
  const redirect_uri = 'http://localhost:3000/api/auth/callback/komerza';
  return address(authorizationURL, { client_id: clientID, redirect_uri, state });
}

function ticketOf(page: Reply): string {
  return /name="ticket" value="([\w-]+)"/.exec(page.text)?.[1] ?? '';
}

function decide(ticket: string, fields: string): ReturnType<typeof sendForm> {
  return sendForm(
    `${emulator.komerza.origins['dashboard']}/_emulator/decision`,
    `ticket=${ticket}&${fields}`,
  );
}

const [first, second] = ['b0f1c7d2-8a43-4f0e-9c55-1d2e3f4a5b01', 'b0f1c7d2-8a43-4f0e-9c55-1d2e3f4a5b02'];

test('the page names the service, the application, the users, the stores, and is guarded by headers', async () => {
  const page = await send('GET', komerzaURL());
  expect(page.status).toBe(200);
  for (const text of [
    'Emulator – not the real Komerza',
    'Example Business asks to use your Komerza account',
    'Sokha Núñez 🌾',
    'Rice &amp; Roses 🌾',
    'See the stores that you choose',
    '<strong>localhost:3000</strong>',
    '>Allow</button>',
    '>Deny</button>',
  ]) {
    expect(page.text).toContain(text);
  }
  expect(page.headers).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-security-policy': matching(/^default-src 'none'; style-src 'sha256-[\w+/]+='; base/),
  });
  expect(page.text).not.toMatch(/<script|style=|http:\/\/(?!localhost)/);
  expect(page.text).toMatch(/<header class="ribbon"><p>Emulator/);
  expect(page.headers['content-security-policy']).toMatch(/; img-src data:$/);
  const [, icon = ''] = /<link rel="icon" href="data:image\/svg\+xml,([^"]+)">/.exec(page.text) ?? [];
  expect(decodeURIComponent(icon)).toMatch(/^<svg xmlns[^]*>K<\/text><\/svg>$/);
});

test('every service has its page', async () => {
  const { koompi } = emulator;
  const url = address(koompi.options.authorizationURL, {
    client_id: koompi.client.clientID,
    redirect_uri: koompi.client.callbackURLs[1],
    scope: 'wallet.transfer',
  });
  expect((await send('GET', url)).text).toContain('Transfer tokens on your behalf');
});

test('Allow redirects with a code for the chosen user and stores', async () => {
  const ticket = ticketOf(await send('GET', komerzaURL()));
  const store = emulator.komerza.users[1]?.stores[0]?.id;
  const foreign = emulator.komerza.users[0]?.stores[0]?.id;
  const reply = await decide(ticket, `user=${second}&store=${foreign}&store=${store}&decision=approve`);
  expect(reply.status).toBe(303);
  const location = reply.headers.location ?? '';
  expect(parameter(location, 'state')).toBe('abc');
  const { options, origins } = emulator.komerza;
  const code = encodeURIComponent(parameter(location, 'code'));
  const headers = { 'User-Agent': 'x', 'X-Client-Secret': options.clientSecret };
  const exchanged = await send(
    'GET',
    `${origins['api']}/oauth2/${options.clientID}/exchange/${code}`,
    headers,
  );
  const { data } = JSON.parse(exchanged.text) as { data: string };
  const user = await send('GET', options.userProfileURL, {
    'User-Agent': 'x',
    Authorization: `Bearer ${data}`,
  });
  const profile = JSON.parse(user.text) as { data: { userName: string; stores: { id: string }[] } };
  expect(profile.data.userName).toBe('dara');
  expect(profile.data.stores.map(({ id }) => id)).toEqual([store]);
});

test('Deny redirects without a code', async () => {
  const reply = await decide(ticketOf(await send('GET', komerzaURL())), `user=${first}&decision=deny`);
  expect(parameter(reply.headers.location ?? '', 'error')).toBe('access_denied');
});

describe('the form is refused', () => {
  test('twice, late, or with an invented ticket', async () => {
    const fields = `user=${first}&decision=approve`;
    const [used, late] = [
      ticketOf(await send('GET', komerzaURL())),
      ticketOf(await send('GET', komerzaURL())),
    ];
    expect((await decide(used, fields)).status).toBe(303);
    expect(reason(await decide(used, fields))).toBe('form_expired');
    emulator.advance(10 * 60_000);
    expect(reason(await decide(late, fields))).toBe('form_expired');
    expect(reason(await decide('invented', fields))).toBe('form_expired');
    expect(reason(await decide('', fields))).toBe('missing_ticket');
  });

  test.each([
    ['unknown_user', 'user=nobody&decision=approve'],
    ['missing_user', 'decision=approve'],
    ['missing_decision', `user=${first}`],
    ['unknown_decision', `user=${first}&decision=maybe`],
    ['unknown_store', `user=${first}&decision=approve&store=x`],
  ])('%s', async (expected, fields) => {
    expect(reason(await decide(ticketOf(await send('GET', komerzaURL())), fields))).toBe(expected);
  });

  test('by GET, or as JSON', async () => {
    const url = `${emulator.komerza.origins['dashboard']}/_emulator/decision`;
    expect((await send('GET', url)).status).toBe(405);
    expect(reason(await send('POST', url, { 'Content-Type': 'application/json' }, '{}'))).toBe(
      'body_not_form',
    );
  });
});

test('what comes from the URL is escaped', async () => {
  const { authorizationURL, clientID } = emulator.komerza.options;
  const url = address(authorizationURL, {
    client_id: clientID,
    redirect_uri: `"><script>alert('1')</script>`,
  });
  const page = await send('GET', url);
  expect(page.status).toBe(400);
  expect(page.text).toContain('&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)');
  expect(page.text).not.toContain('<script>');
});
