import assert from 'node:assert/strict';
import { type CoinPayEmulator } from 'passport-provider-emulator';
import { ended, succeeded } from '../../expectations';
import { type ContractCase, type World } from '../../world';
import { answersTable } from './answers';
import { discovery, type RelyingPartyCase } from './case';
import { claimsTable } from './claims';
import { keysTable } from './keys';
import { signaturesTable } from './signatures';

/** Keys that a row may have changed. The next row makes new ones. Not every row does, because it is slow. */
const changed = new WeakSet<object>();

async function play(world: World, { idToken, prepare, options, expect }: RelyingPartyCase): Promise<void> {
  const service = world.service as CoinPayEmulator;
  if (changed.delete(service.keys)) service.keys.setAlgorithm(undefined);
  if (prepare) changed.add(service.keys);
  prepare?.(service);
  service.switches.idToken = idToken;
  const app = await world.appWith(options?.(service) ?? {});
  const outcome = await world.login(app);
  if (expect === 'success') {
    succeeded(outcome);
    assert.deepEqual(outcome.user, { id: world.userID });
  } else {
    ended(outcome, 'error', expect);
  }
}

/** Rows with more than one login, or with none. */
const sequences: readonly ContractCase[] = [
  {
    name: 'relying party: signing-key-rotation, and just before signing: one refetch each',
    row: 'A28',
    async run(world) {
      const service = world.service as CoinPayEmulator;
      const app = await world.appWith();
      const fetches = (): number => service.requests.filter(({ endpoint }) => endpoint === 'jwks').length;
      const before = fetches();
      succeeded(await world.login(app));
      succeeded(await world.login(app));
      assert.equal(fetches(), before + 1);
      service.keys.rotate();
      succeeded(await world.login(app));
      assert.equal(fetches(), before + 2);
    },
  },
  {
    name: 'relying party: discovery-issuer-mismatch stops before the redirect',
    row: 'A32',
    async run(world) {
      const service = world.service as CoinPayEmulator;
      service.switches.issuer = 'https://somebody-else.example';
      const app = await world.appWith({ ...discovery(service) });
      const page = await world.browser.open(app.loginURL('main'));
      assert.equal(page.location, undefined);
      ended(app.last as never, 'error', 'discovery_invalid');
    },
  },
  {
    name: 'relying party: RFC 9207, iss is of another issuer: the code is sent nowhere',
    row: 'A1',
    async run(world) {
      const service = world.service as CoinPayEmulator;
      service.switches.sendIssuer = 'wrong';
      const app = await world.appWith();
      const callback = await world.consent(app);
      const before = world.tokenRequests;
      ended(await world.finish(app, callback), 'fail', 'issuer_mismatch');
      assert.equal(world.tokenRequests, before);
    },
  },
  {
    name: 'relying party: RFC 9207, iss is promised by discovery and stripped',
    row: 'A2',
    async run(world) {
      const service = world.service as CoinPayEmulator;
      service.switches.sendIssuer = 'right';
      const app = await world.appWith(discovery(service));
      const callback = new URL(await world.consent(app));
      callback.searchParams.delete('iss');
      const before = world.tokenRequests;
      ended(await world.finish(app, callback), 'fail', 'issuer_missing');
      assert.equal(world.tokenRequests, before);
    },
  },
  {
    name: 'relying party: nonce-unless-code-flow, a nonce and a challenge of its own for every login',
    row: 'A14',
    async run(world) {
      const app = await world.appWith();
      const seen = new Set<string>();
      for (let login = 0; login < 10; login += 1) {
        const { searchParams } = new URL(await world.start(app));
        for (const name of ['nonce', 'state', 'code_challenge']) seen.add(searchParams.get(name) ?? '');
      }
      assert.equal(seen.size, 30);
    },
  },
];

/** The relying-party table, for OpenID providers. */
export const relyingPartyCases: readonly ContractCase[] = [
  ...[...claimsTable, ...signaturesTable, ...keysTable, ...answersTable].map((entry): ContractCase => ({
    name: `relying party: ${entry.name}: ${entry.expect}`,
    expect: entry.expect,
    ...(entry.row === undefined ? {} : { row: entry.row }),
    run: (world) => play(world, entry),
  })),
  ...sequences,
].map((entry): ContractCase => ({ ...entry, kind: 'oidc' }));
