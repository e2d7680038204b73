import { type Emulator, startEmulator } from '../src';
import { json, reason } from './support/http';
import { komerzaCalls } from './support/komerza';
import { anyString } from './support/matchers';

let emulator: Emulator;
const { komerza, token, call } = komerzaCalls(() => emulator);

beforeEach(async () => {
  emulator = await startEmulator({ providers: ['komerza'], now: () => 1_700_000_000_000 });
});
afterEach(() => emulator.close());

const riceAndRoses = '5a1e0c3b-0001-4d6f-8e9a-000000000001';
const nightMarket = '5a1e0c3b-0002-4d6f-8e9a-000000000002';
const form = {
  url: 'https://example-business.com/webhooks',
  eventTypes: ['order.paid'],
  storeIds: [riceAndRoses],
};
const all = ['view', 'create', 'update', 'delete'].map((action) => `user.webhooks.${action}`);

async function create(value: string, changes: object = {}): Promise<Record<string, unknown>> {
  const { data } = json(await call('POST', '/webhooks', value, { ...form, ...changes }));
  return (data as { webhook: Record<string, unknown> }).webhook;
}

test('a webhook is made, shown, changed and deleted; its secret is told once', async () => {
  const value = await token(all);
  const made = json(await call('POST', '/webhooks', value, form));
  const shown = {
    id: anyString,
    dateCreated: '2023-11-14T22:13:20.000Z',
    url: form.url,
    events: form.eventTypes,
    storeIds: form.storeIds,
    executionLogs: [],
    userId: komerza().users[0]?.id,
  };
  expect(made).toEqual({
    success: true,
    message: null,
    code: null,
    data: { webhook: shown, secret: anyString },
  });
  const [{ id = '' } = {}] = komerza().webhooks;
  expect(json(await call('GET', '/webhooks', value))['data']).toEqual([shown]);
  expect(json(await call('GET', `/webhooks/${id}`, value))['data']).toEqual(shown);
  const changes = { url: 'https://example-business.com/other', eventTypes: ['a', 'b'], storeIds: [] };
  expect(json(await call('PUT', `/webhooks/${id}`, value, changes))['data']).toEqual({
    ...shown,
    url: changes.url,
    events: ['a', 'b'],
    storeIds: [],
  });
  const deleted = json(await call('DELETE', `/webhooks/${id}`, value));
  expect(deleted).toEqual({ success: true, message: null, code: null, data: null });
  expect((await call('GET', `/webhooks/${id}`, value)).status).toBe(404);
  expect(komerza().webhooks).toEqual([]);
});

test('logs come in pages, and can be sent again', async () => {
  const value = await token(all);
  const { id } = await create(value);
  const path = `/webhooks/${String(id)}/logs`;
  expect(json(await call('GET', path, value))).toEqual({ success: true, pages: 0, data: [] });
  const first = komerza().logWebhook(String(id), { responseCode: 500, responseBody: 'no' });
  komerza().logWebhook(String(id));
  const page = json(await call('GET', `${path}?PageSize=1`, value));
  expect(page).toEqual({ success: true, pages: 2, data: [first] });
  expect(first).toMatchObject({ webhookId: id, url: form.url, retryCount: 1, responseCode: 500 });
  expect((await call('POST', `${path}/${first.id}/resend`, value)).status).toBe(200);
  expect(json(await call('GET', path, value))['data']).toMatchObject([{ retryCount: 2 }, { retryCount: 1 }]);
  expect((await call('POST', `/webhooks/any/logs/${first.id}/resend`, value)).status).toBe(200);
});

describe.each<[string, string, string]>([
  ['view', 'GET', ''],
  ['create', 'POST', ''],
  ['view', 'GET', '/{id}'],
  ['update', 'PUT', '/{id}'],
  ['delete', 'DELETE', '/{id}'],
  ['view', 'GET', '/{id}/logs'],
  ['update', 'POST', '/{id}/logs/{log}/resend'],
])('user.webhooks.%s: %s /webhooks%s', (action, method, template) => {
  const name = `user.webhooks.${action}`;
  async function prepare(): Promise<string> {
    const id = String((await create(await token(all)))['id']);
    const path = template.replace('{log}', komerza().logWebhook(id).id).replace('{id}', id);
    return `/webhooks${path}`;
  }

  test('with this permission alone, and not with all others', async () => {
    const path = await prepare();
    const others = await token([...all.filter((known) => known !== name), 'user.view']);
    const refused = await call(method, path, others, form);
    expect([refused.status, reason(refused)]).toEqual([403, 'missing_permission']);
    expect((await call(method, path, await token([name]), form)).status).toBe(200);
  });

  test('not without a token, and not to what another user made', async () => {
    const path = await prepare();
    expect((await call(method, path, undefined, form)).status).toBe(401);
    const dara = await call(method, path, await token(all, 1), { ...form, storeIds: [] });
    if (template === '') expect(dara.text).not.toContain(komerza().webhooks[0]?.id);
    else expect([dara.status, json(dara)['code']]).toEqual([404, 'NotFound']);
    expect(komerza().webhooks[0]).toMatchObject({ url: form.url, storeIds: form.storeIds });
  });
});

describe('a form is refused', () => {
  test.each<[string, object]>([
    ['url', { url: undefined }],
    ['url', { url: '/webhooks' }],
    ['url', { url: 'ftp://example-business.com' }],
    ['url', { url: `https://example-business.com/${'a'.repeat(3000)}` }],
    ['eventTypes', { eventTypes: undefined }],
    ['eventTypes', { eventTypes: [] }],
    ['eventTypes', { eventTypes: [1] }],
    ['eventTypes', { eventTypes: 'order.paid' }],
    ['storeIds', { storeIds: riceAndRoses }],
  ])('a wrong %s (%#)', async (field, changes) => {
    const value = await token(all);
    const { id } = await create(value);
    for (const [method, path] of [
      ['POST', '/webhooks'],
      ['PUT', `/webhooks/${String(id)}`],
    ] as const) {
      const reply = await call(method, path, value, { ...form, ...changes });
      expect([reply.status, reason(reply)]).toEqual([400, `invalid_${field}`]);
      expect(json(reply)).toMatchObject({ code: 'ValidationError', invalidFields: [field] });
    }
    expect(komerza().webhooks).toHaveLength(1);
  });

  test('a store that was not ticked', async () => {
    const value = await token(all, 0, [riceAndRoses]);
    const reply = await call('POST', '/webhooks', value, { ...form, storeIds: [riceAndRoses, nightMarket] });
    expect([reply.status, reason(reply)]).toEqual([404, 'store_not_granted']);
  });
});

test('a log of nothing, and a resend of nothing', async () => {
  const value = await token(all);
  expect(() => komerza().logWebhook('nothing')).toThrow(TypeError);
  const { id } = await create(value);
  const reply = await call('POST', `/webhooks/${String(id)}/logs/nothing/resend`, value);
  expect([reply.status, json(reply)['code'], reason(reply)]).toEqual([404, 'NotFound', 'unknown_log']);
});
