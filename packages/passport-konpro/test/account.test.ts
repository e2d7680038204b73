import type { KonProAccount, KonProCredentials } from 'passport-konpro';
import { faults } from 'passport-provider-emulator';
import { rejection } from 'passport-strategy-contract/harness';
import { credentialKinds, everyCall, headerOf, useKonPro } from './support/konpro-calls';

const { konpro, client, credentials, sentBy } = useKonPro();

const read = (): Promise<KonProAccount> => client().account({ apiToken: 'any-api-token' });

describe.each(credentialKinds)('with %s', (kind) => {
  test.each([
    ['inside `data`', false],
    ['without `data`', true],
  ])('the sections of the account, %s', async (_form, unwrapped) => {
    konpro.service.switches.unwrappedAccount = unwrapped;
    const account = konpro.service.users[0]?.account;
    expect(await client().account(await credentials(kind))).toStrictEqual({
      user: account?.user,
      spaceInfo: account?.space_info,
      userPlan: account?.user_plan,
      features: account?.features,
      experiments: account?.experiments,
    });
  });

  test('one GET of account.get, with one credential in its headers and nowhere else', async () => {
    const given = await credentials(kind);
    const [request, ...others] = await sentBy(() => client().account(given));
    expect(others).toEqual([]);
    expect(request).toMatchObject({
      method: 'GET',
      path: '/v1/pacific/account.get',
      query: {},
      rawBody: '',
      headers: { ...everyCall, ...headerOf(given) },
    });
    expect(Object.keys(request?.headers ?? {}).sort()).toEqual(
      Object.keys({ ...everyCall, ...headerOf(given) }).sort(),
    );
  });
});

test('a TokenSet fits, in `accessToken` and as the credentials themselves', async () => {
  const { tokens } = await konpro.login();
  const account = await client().account({ accessToken: tokens });
  expect(account.user).toMatchObject({ email: 'sokha@example-business.com' });
  expect(await client().account(tokens)).toStrictEqual(account);
});

test.each<[string, object, KonProAccount]>([
  ['one section', { user: { email: 'a@b.c' } }, { user: { email: 'a@b.c' } }],
  ['members of a section, whatever they are', { user_plan: { a: [null] } }, { userPlan: { a: [null] } }],
  ['empty sections', { user: {}, features: {} }, { user: {}, features: {} }],
  [
    'lists of features and experiments',
    { features: [1], experiments: [] },
    { features: [1], experiments: [] },
  ],
  ['a section beside others that are none', { user: {}, space_info: [1], user_plan: 'x' }, { user: {} }],
  ['sections under names that KonPro does not use', { spaceInfo: {}, features: {} }, { features: {} }],
  ['`data` that is none', { data: [], user: { a: 1 } }, { user: { a: 1 } }],
])('reads %s', async (_case, sections, expected) => {
  for (const answer of [sections, { code: 100, data: sections, message: null }]) {
    konpro.service.fault('userProfile', faults.json(answer));
    expect(await read()).toStrictEqual(expected);
  }
});

test.each<[string, unknown]>([
  ['nothing', {}],
  ['no section', { code: 100, data: { username: 'a' }, message: null }],
  ['a code and a message alone', { code: 40012, message: 'No', data: null }],
  ['sections that are none', { user: null, space_info: 7, user_plan: [], features: true, experiments: 'x' }],
  ['a list', [{ user: {} }]],
  ['null', null],
  ['a text', 'account'],
])('an account of %s: api_answer_invalid', async (_case, answer) => {
  konpro.service.fault('userProfile', faults.json(answer));
  expect(await rejection(read())).toMatchObject({
    name: 'ProviderError',
    reason: 'api_answer_invalid',
    endpoint: 'api',
    provider: 'konpro',
  });
});

test('no body at all: api_answer_invalid', async () => {
  konpro.service.fault('userProfile', faults.body(''));
  expect(await rejection(read())).toMatchObject({ reason: 'api_answer_invalid' });
});

test("an account that another user reads is the other user's", async () => {
  const [first, second] = konpro.service.users;
  for (const user of [first, second]) {
    const { user: read } = await client().account({ apiToken: user?.apiToken ?? '' });
    expect(read?.['email']).toBe(user?.email);
  }
});

test.each<[string, unknown]>([
  ['no credentials', undefined],
  ['null', null],
  ['a token without a name', 'token-0123456789'],
  ['an empty object', {}],
  ['both', { accessToken: 'token-0123456789', apiToken: 'key-0123456789' }],
])('%s: argument_invalid, and nothing is sent', async (_case, given) => {
  const sent = await sentBy(async () => {
    const error = await rejection(client().account(given as KonProCredentials));
    expect(error).toMatchObject({ reason: 'argument_invalid', retryable: false });
    expect(error['message']).toMatch(/`accessToken` or `apiToken`, exactly one/);
  });
  expect(sent).toEqual([]);
});
