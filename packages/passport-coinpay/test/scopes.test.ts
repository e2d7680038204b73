import { CoinPayScope, Strategy, type CoinPayProfile } from 'passport-coinpay';
import { useService } from 'passport-strategy-contract/harness';
import { published } from './support/published';

const coinpay = useService<'coinpay', CoinPayProfile>('coinpay', Strategy);
const { openid, profile, email, payments, did, walletRead } = CoinPayScope;

/** What one login says was not granted, to a verify callback's `info` and to the `verify` option. */
async function missing(options: object): Promise<{ info: unknown; verify: unknown; granted: unknown }> {
  const { outcome } = await coinpay.login(options);
  let verify: unknown;
  let granted: unknown;
  const again = await coinpay.login({
    ...options,
    verify: (login: { missingScope: unknown; tokens: { scope: unknown } }) => {
      verify = login.missingScope;
      granted = login.tokens.scope;
      return { id: 'somebody' };
    },
  });
  expect([outcome.kind, again.outcome.kind]).toEqual(['success', 'success']);
  return { info: (outcome.info as { missingScope?: unknown }).missingScope, verify, granted };
}

test('the constants are the scopes to the letter', () => {
  expect(CoinPayScope).toEqual({
    openid: 'openid',
    profile: 'profile',
    email: 'email',
    payments: 'payments',
    did: 'did',
    walletRead: 'wallet:read',
  });
});

test.each<[string, object, readonly string[]]>([
  ['documented', {}, []],
  ['published', published, ['payments']],
])('every scope at the %s server: what is dropped is named', async (server, options, dropped) => {
  coinpay.service.switches.server = server as 'documented';
  const all = Object.values(CoinPayScope);
  const { info, verify, granted } = await missing({ ...options, scope: all });
  expect([info, verify]).toEqual([dropped.length > 0 ? dropped : undefined, dropped]);
  expect(granted).toEqual(all.filter((scope) => !dropped.includes(scope)));
});

test.each<[readonly string[] | string, readonly string[]]>([
  [[openid], []],
  [[openid, payments], ['payments']],
  [`${openid} ${did} ${walletRead}`, ['did', 'wallet:read']],
  [[openid, profile, email, 'invented'], ['invented']],
])('%j of an application with few scopes: %j is missing', async (scope, dropped) => {
  coinpay.service.switches.registeredScopes = [openid, profile, email];
  const { info, verify } = await missing({ scope });
  expect([info, verify]).toEqual([dropped.length > 0 ? dropped : undefined, dropped]);
});

test('the scope of one login counts, not that of the strategy', async () => {
  coinpay.service.switches.server = 'published';
  const app = await coinpay.world.appWith(published);
  app.options.start = { scope: [openid, payments] };
  expect((await coinpay.world.login(app)).info).toMatchObject({ missingScope: ['payments'] });
});
