import fc from 'fast-check';
import { CoinPayClient } from 'passport-coinpay';
import { hasPermission, KomerzaClient, KomerzaPermission } from 'passport-komerza';
import { KonProClient } from 'passport-konpro';
import { KoompiClient } from 'passport-koompi';
import { KopoKopoClient } from 'passport-kopokopo';
import { ProviderError, type Fetch } from 'passport-oauth2-base';
import { bodies, json, looseJson } from './arbitraries';
import { property, within } from './support';

const runs = Number(process.env['FC_RUNS'] ?? 1_000);
const token = 'access-token-canary-5d2c';
const secret = 'client-secret-canary-8b41';
const options = { clientID: 'client-1', clientSecret: secret };
const to = `0x${'a'.repeat(40)}`;

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
}

/** What every service answers now, and what it was sent. */
let answer: { status: number; headers: Record<string, string>; body: string };
const sent: Sent[] = [];
const fetch: Fetch = (url, { method, headers }) => {
  sent.push({ url, method, headers });
  const isToken = url.endsWith('/oauth/token');
  const granted = JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: 3600 });
  return Promise.resolve(
    new Response(isToken ? granted : answer.status === 204 ? null : answer.body, {
      status: isToken ? 200 : answer.status,
      headers: isToken ? { 'content-type': 'application/json' } : answer.headers,
    }),
  );
};
beforeEach(() => {
  sent.length = 0;
});

const koompi = new KoompiClient({ ...options, fetch });
const coinpay = new CoinPayClient({ ...options, fetch });
const konpro = new KonProClient({ clientID: 'client-1', fetch });
const komerza = new KomerzaClient({ ...options, fetch });
const kopokopo = new KopoKopoClient({ ...options, fetch });
const callbackURL = 'https://app.example/webhooks';

/** Every typed call, and whether what it gave has the documented form. */
const calls: Readonly<Record<string, [run: () => Promise<unknown>, fits: (value: unknown) => boolean]>> = {
  'koompi transfer': [
    () => koompi.erc20.transfer(token, { to, token: `0x${'b'.repeat(40)}`, amount: 1n }),
    any,
  ],
  'koompi balance': [() => koompi.erc20.balance({ address: to }), any],
  'koompi mint': [() => koompi.erc1155.mint({ to, tokenId: 1, amount: 1, metadataURI: 'ipfs://x' }), any],
  'koompi burn': [() => koompi.erc1155.burn({ token_id: 1 }), any],
  'coinpay wallets': [() => coinpay.wallets(token), Array.isArray],
  'coinpay registration': [() => coinpay.registration(), isObject],
  'konpro account': [() => konpro.account({ accessToken: token }), isObject],
  'komerza user': [() => komerza.user(token), isObject],
  'komerza store': [() => komerza.store(token, 'store'), isObject],
  'komerza permissions': [
    () => komerza.storePermissions(token, 'store'),
    (it) => areTexts((it as { permissions: unknown }).permissions),
  ],
  'kopokopo status': [() => kopokopo.status('https://api.kopokopo.com/api/v1/x/7'), isObject],
  'kopokopo subscription': [
    () => kopokopo.subscribeToWebhook({ eventType: 'customer_created', url: callbackURL, scope: 'company' }),
    (it) => typeof it === 'string',
  ],
};

function any(): boolean {
  return true;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

const answers = fc.record({
  status: fc.constantFrom(200, 200, 200, 201, 204, 400, 401, 403, 404, 429, 500, 503),
  headers: fc
    .record(
      {
        'content-type': fc.constantFrom('application/json', 'text/plain', 'text/html', 'x'),
        location: fc.oneof(fc.webUrl(), fc.constantFrom('/api/v1/x/7', '//evil.example', ':', '')),
        'retry-after': fc.constantFrom('7', '-1', 'soon', 'Wed, 21 Oct 2026 07:28:00 GMT'),
        'www-authenticate': fc.constantFrom('Bearer error="insufficient_scope"', 'Bearer', '"'),
      },
      { requiredKeys: [] },
    )
    .map((headers) => ({ ...headers })),
  body: fc.oneof(
    bodies,
    looseJson(['data', 'wallets', 'success', 'error', 'user', 'permissions', 'isOwner']),
  ),
});

property('whatever an API answers, a call gives the documented form or an error with a reason', runs, () =>
  fc.asyncProperty(answers, fc.constantFrom(...Object.keys(calls)), async (given, name) => {
    answer = given;
    sent.length = 0;
    const [run, fits] = calls[name] as (typeof calls)[string];
    const [value, error] = await within(
      2_000,
      run().then(
        (it) => [it] as const,
        (it: unknown) => [undefined, it] as const,
      ),
    );
    if (error === undefined) return expect([name, fits(value)]).toEqual([name, true]);
    expect(error).toBeInstanceOf(ProviderError);
    expect((error as ProviderError).message + (error as ProviderError).data).not.toContain('canary');
    const changes = sent.filter(({ method, url }) => method !== 'GET' && !url.endsWith('/oauth/token'));
    expect(changes.length).toBeLessThan(2);
  }),
);

const paths = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc.webPath(),
  fc
    .array(
      fc.constantFrom(
        '..',
        '.',
        '/',
        '\\',
        '%2e',
        '%2F',
        '@',
        ':',
        '?',
        '#',
        'x',
        'https:',
        '\t',
        'evil.example',
      ),
      {
        maxLength: 8,
      },
    )
    .map((parts) => parts.join('')),
);

property('no path takes a token to another host, or above the API', runs * 3, () =>
  fc.asyncProperty(
    paths,
    fc.array(fc.oneof(paths, fc.constant('..')), { maxLength: 3 }),
    async (text, parts) => {
      answer = { status: 200, headers: {}, body: '{"data":{}}' };
      sent.length = 0;
      const ended = await Promise.allSettled([
        konpro.request({ accessToken: token }, text),
        konpro.request({ apiToken: token }, ['a', ...parts]),
        komerza.store(token, text),
        kopokopo.request(text),
        kopokopo.status(text),
      ]);
      for (const { url, headers } of sent) {
        if (url.endsWith('/oauth/token')) continue;
        expect(url).toMatch(
          /^https:\/\/(?:api\.konpro\.ai\/v1\/|api\.komerza\.com\/stores\/|api\.kopokopo\.com\/api\/)/,
        );
        const { pathname } = new URL(url);
        expect(pathname.split('/').some((part) => /^(?:\.|%2e){1,2}$/i.test(part))).toBe(false);
        expect([headers['Authorization'], headers['X-API-KEY']].filter(Boolean)).toHaveLength(1);
      }
      for (const result of ended) {
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(ProviderError);
      }
    },
  ),
);

const permissions = Object.values(KomerzaPermission).filter((it) => it.startsWith('stores.')) as Parameters<
  typeof hasPermission
>[1][];

property('a permission that was not told of is no permission', runs, () =>
  fc.property(json, fc.constantFrom(...permissions), (told, permission) => {
    const granted = hasPermission(told as never, permission);
    const { isOwner, scopes, permissions: list } = (told ?? {}) as Record<string, unknown>;
    const isListed = [scopes, list].some((it) => Array.isArray(it) && it.includes(permission));
    expect(granted && isOwner !== true && !isListed).toBe(false);
  }),
);

const amounts = fc.oneof(
  json,
  fc.string(),
  fc.double(),
  fc.bigInt(),
  fc.bigInt().map(String),
  fc.float().map(String),
);

property('no amount is sent that is no whole number above zero, and none is changed on its way', runs, () =>
  fc.asyncProperty(amounts, async (amount) => {
    answer = { status: 200, headers: {}, body: '{}' };
    sent.length = 0;
    const transfer = { to, token: `0x${'b'.repeat(40)}`, amount: amount as bigint };
    await koompi.erc20.transfer(token, transfer).catch((error: unknown) => {
      expect(error).toMatchObject({ reason: 'argument_invalid' });
    });
    const isRight = /^[1-9]\d*$/.test(String(amount)) && ['bigint', 'string'].includes(typeof amount);
    expect(sent.length).toBe(isRight && BigInt(String(amount)) < 2n ** 256n ? 1 : 0);
  }),
);
