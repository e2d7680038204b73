import { KoompiClient, Strategy, type KoompiProfile } from 'passport-koompi';
import { faults } from 'passport-provider-emulator';
import { providerReadme } from './provider-readme';
import { rejection, useService } from 'passport-strategy-contract/harness';

const { readme } = providerReadme('koompi', Strategy, { second: 'KOOMPI and KID' });
const koompi = useService<'koompi', KoompiProfile>('koompi', Strategy);
const callbackURL = 'https://example-business.com/api/auth/callback/koompi';

type Stored = { accessToken: string; refreshToken: string; expiresAt: string };
type Options = ConstructorParameters<typeof KoompiClient>[0];

/** Runs a snippet against the emulator that the tokens are from. */
function run(name: string, modules: Readonly<Record<string, unknown>> = {}): unknown {
  const { generation } = koompi.service.switches;
  const addresses = generation === 'kid' ? koompi.service.kidOptions : koompi.service.options;
  const { clientID, clientSecret, ...others } = addresses;
  class EmulatedClient extends KoompiClient {
    constructor(options: Options) {
      super({ ...others, ...options });
    }
  }
  class EmulatedStrategy extends Strategy {
    constructor(options: Options & { callbackURL: string }, verify: never) {
      super({ ...others, ...options }, verify);
    }
  }
  return readme.run(name, {
    modules: { 'passport-koompi': { KoompiClient: EmulatedClient, Strategy: EmulatedStrategy }, ...modules },
    env: { KOOMPI_CLIENT_ID: clientID, KOOMPI_CLIENT_SECRET: clientSecret },
  });
}

/** Signs in with a strategy whose callback URL is the README's; gives the outcome. */
async function signIn(strategy: Strategy): Promise<unknown> {
  koompi.service.registerCallback(callbackURL);
  const app = await koompi.world.app();
  app.use('main', strategy);
  const callback = await koompi.world.consent(app);
  expect(callback.startsWith(`${callbackURL}?`)).toBe(true);
  return koompi.world.finish(app, callback.replace(callbackURL, app.callbackURL('main')));
}

test('snippet refresh: keeps a good token, and replaces an old one together with its refresh token', async () => {
  const { tokens } = await koompi.login();
  const stored = JSON.parse(JSON.stringify(tokens)) as Stored;
  const { accessToken, refreshToken } = stored;
  const accessTokenOf = run('refresh') as (stored: Stored) => Promise<string>;

  expect(await accessTokenOf(stored)).toBe(accessToken);
  stored.expiresAt = new Date(Date.now() + 30_000).toISOString();
  const fresh = await accessTokenOf(stored);
  expect(fresh).not.toBe(accessToken);
  expect(stored.accessToken).toBe(fresh);
  expect(stored.refreshToken).not.toBe(refreshToken);
  expect(Date.parse(stored.expiresAt)).toBeGreaterThan(Date.now() + 3_500_000);
});

describe('KID', () => {
  beforeEach(() => {
    koompi.service.switches.generation = 'kid';
  });

  test('snippet configure-kid: signs in, with the number for people', async () => {
    const used: Strategy[] = [];
    run('configure-kid', { passport: { use: (strategy: Strategy) => used.push(strategy) } });
    expect(await signIn(used[0] as Strategy)).toMatchObject({
      kind: 'success',
      user: { id: '507f1f77bcf86cd799439011', number: 'KID-000001' },
    });
  });

  test('snippet accept-provider-state: signs in although the service replaces `state`', async () => {
    koompi.service.switches.replaceState = true;
    const verify = ({ id }: KoompiProfile): object => ({ id });
    const strategyFor = run('accept-provider-state') as (url: string, verify: unknown) => Strategy;
    const strategy = strategyFor(
      callbackURL,
      (_access: string, _refresh: string, profile: KoompiProfile, done: (...of: unknown[]) => void) =>
        done(null, verify(profile)),
    );
    expect(await signIn(strategy)).toMatchObject({ kind: 'success' });
  });

  test('snippet revoke: the refresh token is of no use then', async () => {
    const { tokens } = await koompi.login(koompi.service.kidOptions);
    const stored = JSON.parse(JSON.stringify(tokens)) as Stored;
    await (run('revoke') as (stored: Stored) => Promise<void>)(stored);
    const client = new KoompiClient(koompi.service.kidOptions);
    expect((await rejection(client.refresh(stored.refreshToken)))['reason']).toBe('token_refused');
  });
});

describe('the wallet', () => {
  const users = (): { sokha: string; dara: string } => {
    const [sokha = '', dara = ''] = koompi.service.users.map(({ profile }) => profile.wallet_address);
    return { sokha, dara };
  };

  describe('snippet api-transfer', () => {
    type Pay = (tokens: unknown, payment: object) => Promise<{ state: string; answer?: unknown }>;
    const payment = (): object => {
      const { address: token, decimals } = koompi.service.tokens.lotus;
      return { to: users().dara, token, decimals, whole: 1n };
    };

    test('moves whole tokens', async () => {
      const { tokens } = await koompi.login({ scope: ['profile.basic', 'wallet.transfer'] });
      expect(await (run('api-transfer') as Pay)(tokens, payment())).toMatchObject({
        state: 'sent',
        answer: { status: 'success' },
      });
      expect(koompi.service.wallet.transfers.at(-1)).toMatchObject({ to: users().dara, amount: '1000000' });
    });

    test('tells that it may have been made, and that the scope is missing', async () => {
      const { tokens } = await koompi.login({ scope: ['profile.basic', 'wallet.transfer'] });
      koompi.service.fault('transfer', faults.reset());
      expect(await (run('api-transfer') as Pay)(tokens, payment())).toEqual({ state: 'unknown' });
      const { tokens: poor } = await koompi.login();
      expect(await (run('api-transfer') as Pay)(poor, payment())).toEqual({ state: 'not allowed' });
    });

    test('throws everything else', async () => {
      const { tokens } = await koompi.login({ scope: ['profile.basic', 'wallet.transfer'] });
      const tooMuch = (run('api-transfer') as Pay)(tokens, { ...payment(), whole: 10n ** 30n });
      expect((await rejection(tooMuch))['reason']).toBe('api_refused');
    });
  });

  test('snippet api-balance: gives a bigint, and says when the answer has another form', async () => {
    const balanceOf = run('api-balance') as (address: string, token: string) => Promise<bigint>;
    const { address } = koompi.service.tokens.rice;
    expect(await balanceOf(users().sokha, address)).toBe(2_000_000_000_000_000_000n);
    for (const answer of [{ balance: 2 }, { balance: '' }, { result: '2' }, null, '2']) {
      koompi.service.fault('balance', faults.json(answer));
      await expect(balanceOf(users().sokha, address)).rejects.toThrow('another form');
    }
  });

  test('snippets api-mint and api-burn: a ticket is there, and is gone', async () => {
    const giveTicket = run('api-mint') as (to: string, tokenId: number) => Promise<unknown>;
    const tearTicket = run('api-burn') as (owner: string, tokenId: number) => Promise<unknown>;
    const { dara } = users();
    expect(await giveTicket(dara, 7)).toMatchObject({ status: 'success' });
    expect(koompi.service.wallet.nfts).toMatchObject([
      { owner: dara, tokenID: 7, amount: 1, metadataURI: 'ipfs://bafybeitickets/7.json' },
    ]);
    expect(await tearTicket(dara, 7)).toMatchObject({ status: 'success' });
    expect(koompi.service.wallet.nfts).toHaveLength(0);
  });
});

test('every scope and its name are in the table of scopes', () => {
  const { KoompiScope } = jest.requireActual<{ KoompiScope: Record<string, string> }>('passport-koompi');
  const rows = [...readme.text.matchAll(/^\| `([\w.]+)` +\| `\.(\w+)`/gm)].map(([, scope, name]) => [
    name,
    scope,
  ]);
  expect(Object.fromEntries(rows)).toEqual(KoompiScope);
});
