/**
 * 20,000 logins over all services in one process, every fifth of them in trouble: each must end in success or in the
 * right reason, memory must be flat in the second half, and no socket may be left over.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { providerNames, startEmulator, type Emulator, type ProviderName } from 'passport-provider-emulator';
import { type ProviderStrategy } from 'passport-oauth2-base';
import { randomSource, seedOf, tell } from './support';
import { troubles, type Place, type Trouble } from './soak-faults';
import {
  callbackURL,
  endedTwice,
  Faultfinder,
  forgetRequests,
  freePorts,
  Person,
  resources,
  strategyFor,
  type Ending,
} from './soak-world';

const logins = Number(process.env['SOAK_LOGINS'] ?? 20_000);
const lanes = 20;

const seed = seedOf();
const random = randomSource(seed);
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;

setFlagsFromString('--expose_gc');
const collectGarbage = runInNewContext('gc') as () => void;

let port: number | undefined;
let emulator: Emulator;
let finder: Faultfinder;
const kept = new Map<string, ProviderStrategy>();
const endings = new Map<string, number>();
const wrong: string[] = [];

/** Starts the services, the second time at the same addresses: what they remember of logins is not ours to measure. */
async function restart(): Promise<void> {
  port ??= await freePorts();
  await (emulator as Emulator | undefined)?.close();
  emulator = await startEmulator({ callbackURLs: [callbackURL], port });
  finder = new Faultfinder(emulator);
}

beforeAll(restart);
afterAll(() => emulator.close());

function strategyOf(provider: ProviderName, lane: number): ProviderStrategy {
  const key = `${provider} ${lane}`;
  const strategy = kept.get(key) ?? strategyFor(emulator, provider, lane);
  kept.set(key, strategy);
  return strategy;
}

/** What the service sends back to the callback. */
async function answerOf(
  person: Person,
  strategy: ProviderStrategy,
  provider: ProviderName,
  decision: 'approve' | 'deny' = 'approve',
): Promise<Record<string, string>> {
  const { how, url } = await person.authenticate(strategy, {});
  if (url === undefined) throw new Error(`${provider}: the start ended in ${how}`);
  const callback = new URL(await emulator[provider].authorize(url, { decision }));
  return Object.fromEntries(callback.searchParams);
}

async function signIn(
  strategy: ProviderStrategy,
  provider: ProviderName,
  person = new Person(),
): Promise<Ending> {
  if (provider === 'kopokopo') return person.authenticate(strategy, {}, { session: false });
  return person.authenticate(strategy, await answerOf(person, strategy, provider));
}

/** A login while an endpoint misbehaves. */
async function troubled(provider: ProviderName, lane: number): Promise<void> {
  const placesOf: readonly Place[] =
    provider === 'coinpay' ? ['token', 'profile', 'jwks'] : ['token', 'profile'];
  const place = pick(placesOf);
  let trouble: Trouble;
  do trouble = pick(troubles);
  while (
    trouble.ends[place] === undefined ||
    (trouble.only !== undefined && trouble.only !== provider) ||
    random() > 1 / (trouble.rarity ?? 1)
  );
  // Keys and application tokens are kept by their client: only a new one asks for them.
  const isNew = place === 'jwks' || provider === 'kopokopo' || trouble.timeout !== undefined;
  const strategy = isNew
    ? strategyFor(emulator, provider, lane, trouble.timeout === undefined ? {} : { timeout: trouble.timeout })
    : strategyOf(provider, lane);
  finder.plan(lane, place, trouble.make());
  const ending = await signIn(strategy, provider);
  // A short limit may end a request that nothing is wrong with, on a busy computer.
  const unmet = trouble.timeout === undefined ? ['success'] : ['success', 'timeout'];
  const allowed = finder.unplan(lane) ? trouble.ends[place] : unmet;
  judge(`${provider}: ${trouble.name} at ${place}`, ending, allowed);
}

/** A person or an attacker who does something else than sign in. */
const mischief: readonly ((provider: ProviderName, strategy: ProviderStrategy) => Promise<void>)[] = [
  async (provider, strategy) => {
    const person = new Person();
    const answer = await answerOf(person, strategy, provider, 'deny');
    judge(`${provider}: denial`, await person.authenticate(strategy, answer), ['access_denied']);
  },
  async (provider, strategy) => {
    const person = new Person();
    const answer = await answerOf(person, strategy, provider);
    const forged = { ...answer, state: 'A'.repeat(43) };
    const unknown = ['state_unknown', 'login_cookie_missing'];
    judge(`${provider}: forged state`, await person.authenticate(strategy, forged), unknown);
    judge(`${provider}: after a forged state`, await person.authenticate(strategy, answer), ['success']);
  },
  async (provider, strategy) => {
    const person = new Person();
    const answer = await answerOf(person, strategy, provider);
    judge(`${provider}: before a replay`, await person.authenticate(strategy, answer), ['success']);
    judge(`${provider}: replay`, await person.authenticate(strategy, answer), ['state_used']);
  },
  async (provider, strategy) => {
    const answer = await answerOf(new Person(), strategy, provider);
    const victim = new Person();
    await victim.authenticate(strategy, {});
    const unknown = ['state_unknown', 'login_cookie_missing'];
    judge(`${provider}: somebody else's callback`, await victim.authenticate(strategy, answer), unknown);
  },
];

function judge(what: string, { how, user }: Ending, allowed: readonly string[]): void {
  endings.set(how, (endings.get(how) ?? 0) + 1);
  const isUser = how !== 'success' || typeof (user as { id?: unknown }).id === 'string';
  if (!allowed.includes(how) || !isUser)
    wrong.push(`${what}: ended in ${how}, not in ${allowed.join(' or ')}`);
}

async function one(number: number, lane: number): Promise<void> {
  const provider = providerNames[number % providerNames.length] as ProviderName;
  if (random() >= 0.2) {
    // An application token is asked for by a new client only.
    const strategy =
      provider === 'kopokopo' ? strategyFor(emulator, provider, lane) : strategyOf(provider, lane);
    return judge(`${provider}: login`, await signIn(strategy, provider), ['success']);
  }
  if (provider === 'kopokopo' || random() < 0.75) return troubled(provider, lane);
  return pick(mischief)(provider, strategyOf(provider, lane));
}

/** Runs logins in all lanes at once; each lane has one at a time. */
async function run(from: number, to: number): Promise<void> {
  let next = from;
  const began = Date.now();
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      while (next < to) {
        const number = next++;
        await one(number, lane).catch((error: unknown) => {
          finder.unplan(lane);
          wrong.push(`login ${number}: ${String(error)}`);
        });
        if ((number + 1) % 100 === 0) forgetRequests(emulator);
        if ((number + 1) % 1_000 === 0) {
          const rate = Math.round(((number + 1 - from) * 1000) / (Date.now() - began));
          tell(
            `soak: ${number + 1} of ${logins} logins, ${rate} a second, ${megabytes(heap())} MB, ${wrong.length} wrong`,
          );
        }
      }
    }),
  );
}

const heap = (): number => process.memoryUsage().heapUsed;
const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);

/** What is really in use, when nothing is under way. */
async function settledHeap(): Promise<number> {
  await restart();
  for (let round = 0; round < 3; round += 1) {
    await wait(50);
    collectGarbage();
  }
  return heap();
}

test(`${logins} logins with faults mixed in`, async () => {
  tell(`soak: seed ${seed} (FC_SEED=${seed} repeats the choices)`);
  const before = resources();
  await run(0, logins / 2);
  const half = await settledHeap();
  await run(logins / 2, logins);
  // Before the services are started anew, which would close what is left over.
  const sockets = (counts: Readonly<Record<string, number>>): number => counts['TCPSocketWrap'] ?? 0;
  const deadline = Date.now() + 15_000;
  await wait(5_000);
  while (sockets(resources()) > sockets(before) && Date.now() < deadline) await wait(250);
  tell(`soak: resources before ${JSON.stringify(before)}, after ${JSON.stringify(resources())}`);
  const left = sockets(resources()) - sockets(before);
  const end = await settledHeap();
  tell(`soak: ${megabytes(half)} MB after half, ${megabytes(end)} MB at the end`);
  tell(`soak: ${[...endings].map(([how, count]) => `${how} ${count}`).join(', ')}`);

  expect(wrong).toEqual([]);
  expect(endedTwice).toEqual([]);
  expect(end - half).toBeLessThan(Math.max(half * 0.1, 15 * 1_048_576));
  expect(left).toBeLessThanOrEqual(0);
}, 600_000);
