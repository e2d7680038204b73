import { KomerzaPermission, type KomerzaClient } from 'passport-komerza';
import { faults } from 'passport-provider-emulator';
import { rejection } from 'passport-strategy-contract/harness';
import { everythingOf } from 'passport-strategy-contract/harness';
import { ownStore, otherStore, teamStore, useKomerza } from './support/komerza-calls';

const { komerza, client, token, sent } = useKomerza();
const all = ['user.view', 'stores.view', 'stores.products.view'];

interface Call {
  readonly name: string;
  readonly endpoint: 'userProfile' | 'store' | 'storePermissions' | 'storeProducts';
  readonly permission: string;
  readonly run: (client: KomerzaClient, accessToken: string, id?: string) => Promise<unknown>;
}

const ofStore: readonly Call[] = [
  {
    name: 'store()',
    endpoint: 'store',
    permission: 'stores.view',
    run: (each, accessToken, id = ownStore) => each.store(accessToken, id),
  },
  {
    name: 'storePermissions()',
    endpoint: 'storePermissions',
    permission: 'stores.view',
    run: (each, accessToken, id = ownStore) => each.storePermissions(accessToken, id),
  },
  {
    name: 'request()',
    endpoint: 'storeProducts',
    permission: 'stores.products.view',
    run: (each, accessToken, id = ownStore) => {
      const permission = KomerzaPermission.storesProductsView;
      return each.request(accessToken, ['stores', id, 'products'], { permission });
    },
  },
];
const calls: readonly Call[] = [
  {
    name: 'user()',
    endpoint: 'userProfile',
    permission: 'user.view',
    run: (each, accessToken) => each.user(accessToken),
  },
  ...ofStore,
];

describe.each(calls)('$name', ({ permission, run }) => {
  test('without its permission: permission_missing, which names it', async () => {
    const accessToken = await token(all.filter((each) => each !== permission));
    const error = await rejection(run(client(), accessToken));
    expect(error).toMatchObject({
      name: 'ProviderError',
      reason: 'permission_missing',
      fault: 'configuration',
      endpoint: 'api',
      code: 'AccessDenied',
      responseStatus: 403,
      retryable: false,
    });
    expect(error['message']).toContain(`\`${permission}\``);
    expect(error['hint']).toContain(`\`${permission}\``);
    expect(everythingOf(error)).not.toContain(accessToken);
    expect(sent()).toHaveLength(1);
  });

  test('with a token that the user has revoked: access_token_refused', async () => {
    const accessToken = await token(all);
    await run(client(), accessToken);
    komerza.service.revokeUserGrant();
    const error = await rejection(run(client(), accessToken));
    expect(error).toMatchObject({
      reason: 'access_token_refused',
      fault: 'user',
      code: 'BadToken',
      responseStatus: 401,
      status: 401,
      retryable: false,
    });
    expect(everythingOf(error)).not.toContain(accessToken);
  });

  test('with a token that never was: access_token_refused', async () => {
    expect(await rejection(run(client(), 'made-up'))).toMatchObject({ reason: 'access_token_refused' });
  });

  test('more calls than the bucket of the token holds: rate_limited, until the seconds are over', async () => {
    const accessToken = await token(all);
    komerza.service.switches.rateLimits = true;
    komerza.service.switches.authenticatedCalls = 2;
    const speaker = client();
    await run(speaker, accessToken);
    await run(speaker, accessToken);
    const { reason, retryAfter } = await rejection(run(speaker, accessToken));
    expect([reason, retryAfter]).toEqual(['rate_limited', 7]);
    komerza.emulator.advance(Number(retryAfter) * 1000);
    await run(speaker, accessToken);
  });
});

// Other members of Komerza's envelope are in the rows of the API contract.
test.each<[string, number, string]>([
  ['ValidationError', 400, 'api_refused'],
  ['TwoFactorRequired', 400, 'api_refused'],
  ['BadToken', 401, 'access_token_refused'],
  ['UpgradeRequired', 402, 'api_refused'],
  ['NotFound', 404, 'api_refused'],
  ['UnsupportedRequest', 405, 'api_refused'],
  ['ObjectConflict', 409, 'api_refused'],
  ['not_found', 404, 'api_refused'],
  ['RateLimited', 429, 'rate_limited'],
  ['InternalServerError', 500, 'provider_unavailable'],
  ['InternalServerError', 503, 'provider_unavailable'],
])("the `code` of Komerza's envelope is the error's code: %s %i", async (code, responseStatus, reason) => {
  const envelope = { success: false, message: 'No', code, data: null };
  for (const [endpoint, call] of [
    ['userProfile', () => client().user('any')],
    ['webhooks', () => client().request('any', 'webhooks', { method: 'POST', json: {} })],
  ] as const) {
    komerza.service.fault(endpoint, faults.json(envelope, responseStatus));
    const isOpen = responseStatus >= 500 && endpoint === 'webhooks';
    expect(await rejection(call())).toMatchObject({
      reason: isOpen ? 'outcome_unknown' : reason,
      code,
      responseStatus,
      data: expect.stringContaining(code) as string,
    });
  }
});

describe.each(calls.filter(({ endpoint }) => endpoint !== 'storeProducts'))('$name', ({ endpoint, run }) => {
  // request() passes on a response that it does not know, and one without a body, too.
  test('a response without a body: api_answer_invalid, and no token', async () => {
    const accessToken = await token(all);
    komerza.service.fault(endpoint, faults.body(''));
    const error = await rejection(run(client(), accessToken));
    expect(error).toMatchObject({
      name: 'ProviderError',
      reason: 'api_answer_invalid',
      provider: 'komerza',
      endpoint: 'api',
    });
    expect(everythingOf(error)).not.toContain(accessToken);
    expect(everythingOf(error)).not.toContain(komerza.service.options.clientSecret);
  });
});

describe.each(ofStore)('$name of a store that the user did not tick', ({ run, permission }) => {
  test('404: api_refused with NotFound', async () => {
    const accessToken = await token(all, [otherStore]);
    expect(await rejection(run(client(), accessToken))).toMatchObject({
      reason: 'api_refused',
      code: 'NotFound',
      responseStatus: 404,
    });
    await run(client(), accessToken, otherStore);
  });

  test('403, should Komerza answer that: permission_missing, as it cannot be told from a missing one', async () => {
    komerza.service.switches.ungrantedStoreStatus = 403;
    const error = await rejection(run(client(), await token(all, [otherStore])));
    expect(error).toMatchObject({ reason: 'permission_missing', code: 'AccessDenied', responseStatus: 403 });
    expect(error['message']).toContain(permission);
  });

  test('a store that there is not: 404', async () => {
    const accessToken = await token(all);
    expect(await rejection(run(client(), accessToken, 'unknown'))).toMatchObject({ responseStatus: 404 });
  });
});

// The base's hint is for services with scopes. When it is not given for Komerza, drop `.failing`.
test('the hint of a missing permission does not send anybody to `scope`, which Komerza has not', async () => {
  const error = await rejection(client().user(await token(['stores.view'])));
  expect(error['hint']).not.toContain('scope');
});

test("what the store's team did not give to the user: permission_missing", async () => {
  const permission = KomerzaPermission.storesProductsView;
  const call = client().request(await token(all), ['stores', teamStore, 'products'], { permission });
  expect(await rejection(call)).toMatchObject({ reason: 'permission_missing', responseStatus: 403 });
});

describe('errors of user() hold nothing of the user', () => {
  const told = /sensitive|example-business\.com|acct_|sokha/i;
  const user = {
    id: 'u',
    email: 'sokha@example-business.com',
    discordWebhookUrl: 'https://discord.example-business.com/api/webhooks/1/sensitive',
    apiKeys: [{ label: 'sensitive warehouse key' }],
    stripeOptions: { accountId: 'acct_emulator_sensitive' },
  };
  const answer = JSON.stringify({ success: true, message: null, code: null, data: user });

  async function shown(fault: ReturnType<typeof faults.html>, options: object = {}): Promise<string> {
    const accessToken = await token(all);
    komerza.service.fault('userProfile', fault);
    const error = await rejection(client(options).user(accessToken));
    expect(error['name']).toBe('ProviderError');
    return everythingOf(error);
  }

  test.each<[string, ReturnType<typeof faults.html>, object?]>([
    ['half an answer', faults.halfBody()],
    ['an answer that is too long', faults.body(answer), { maxResponseBytes: 200 }],
    ['an answer that is too slow', faults.slow(400), { timeout: 60 }],
    ['another encoding', faults.gzip()],
    ['a user without an id', faults.body(answer.replace('"id":"u",', ''))],
    ['a list of users', faults.json({ success: true, data: [user] })],
    ['a user outside of the envelope', faults.json(user)],
    ['a user in a text', faults.json({ success: true, data: JSON.stringify(user) })],
  ])('%s', async (_case, fault, options = {}) => {
    expect(await shown(fault, options)).not.toMatch(told);
  });

  // A defect of the base: it keeps the beginning of a 2xx answer that is no JSON. When it does not, drop `.failing`.
  test.each<[string, string]>([
    ['JSON with its end missing', answer.slice(0, -2)],
    ['JSON with something after it', `${answer}\n<!-- cached -->`],
    ['JSON in other quotes', answer.replaceAll('"', "'")],
  ])('%s', async (_case, body) => {
    expect(await shown(faults.body(body))).not.toMatch(told);
  });
});
