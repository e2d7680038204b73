import { createServer } from 'node:net';
import { cookieStore, type AuthenticateOptions, type ProviderStrategy } from 'passport-oauth2-base';
import {
  type Emulator,
  type Fault,
  type ProviderName,
  type RecordedRequest,
} from 'passport-provider-emulator';
import { type Place } from './soak-faults';

export const callbackURL = 'http://localhost:3000/soak/callback';
const store = cookieStore({ secret: 'a secret of at least thirty-two characters' });

/** A strategy whose requests tell which lane they belong to; lanes differ in what they ask and where they keep it. */
export function strategyFor(
  emulator: Emulator,
  provider: ProviderName,
  lane: number,
  options: object = {},
): ProviderStrategy {
  const { Strategy } = jest.requireActual<{
    Strategy: new (options: object, verify: unknown) => ProviderStrategy;
  }>(`passport-${provider}`);
  const asks = provider === 'koompi' || provider === 'coinpay' ? { profileSource: 'userinfo' } : {};
  return new Strategy(
    {
      ...(emulator[provider].options as object),
      ...(provider === 'kopokopo' ? {} : { callbackURL }),
      ...(provider !== 'kopokopo' && lane % 4 === 0 ? { store } : {}),
      ...(lane % 2 === 0 ? {} : asks),
      customHeaders: { 'X-Lane': String(lane) },
      ...options,
    },
    (_access: string, _refresh: string, profile: { id: string }, done: (error: null, user: object) => void) =>
      done(null, { id: profile.id }),
  );
}

type Places = Readonly<Record<string, Place>>;
const usualPlaces: Places = { token: 'token', userProfile: 'profile' };
/** For services whose endpoints are others than usual. */
const places: Readonly<Record<string, Places>> = {
  coinpay: { token: 'token', userProfile: 'profile', jwks: 'jwks' },
  konpro: { token: 'token', userMe: 'profile', api: 'profile' },
  kopokopo: { token: 'token', tokenInfo: 'profile' },
} satisfies Readonly<Partial<Record<ProviderName, Places>>>;

/** The fault that each lane is to meet: every endpoint asks here which one it is. */
export class Faultfinder {
  private readonly planned = new Map<string, { place: Place; fault: Fault; hit: boolean }>();

  constructor(emulator: Emulator) {
    for (const provider of emulator.providers) {
      for (const [endpoint, place] of Object.entries(places[provider.name] ?? usualPlaces)) {
        provider.fault(endpoint, this.at(place));
      }
    }
  }

  plan(lane: number, place: Place, fault: Fault): void {
    this.planned.set(String(lane), { place, fault, hit: false });
  }

  /** Ends the plan; tells whether the fault was met. */
  unplan(lane: number): boolean {
    const met = this.planned.get(String(lane))?.hit ?? false;
    this.planned.delete(String(lane));
    return met;
  }

  private at(place: Place): Fault {
    return {
      name: 'by lane',
      respond: async (exchange) => {
        const plan = this.planned.get(String(exchange.request.headers['x-lane']));
        if (plan?.place !== place) return exchange.send(await exchange.genuine());
        plan.hit = true;
        return plan.fault.respond(exchange);
      },
    };
  }
}

export interface Ending {
  /** `redirect`, `success`, or why not. */
  readonly how: string;
  readonly url?: string;
  readonly user?: unknown;
}

/** Logins of which Passport was told more than once. */
export const endedTwice: string[] = [];

/** One browser: a session and cookies. */
export class Person {
  readonly session: Record<string, unknown> = {};
  private readonly cookies = new Map([['session', '1']]);

  authenticate(
    strategy: ProviderStrategy,
    query: object,
    options: AuthenticateOptions = {},
  ): Promise<Ending> {
    return new Promise((resolve) => {
      let first: Ending | undefined;
      const end = (ending: Ending): void => {
        if (first) endedTwice.push(`${first.how}, then ${ending.how}`);
        first = ending;
        resolve(ending);
      };
      const made = Object.assign(Object.create(strategy) as ProviderStrategy, {
        success: (user: unknown) => end({ how: 'success', user }),
        fail: (challenge: unknown) => end({ how: reasonOf(challenge) }),
        redirect: (url: string) => end({ how: 'redirect', url }),
        error: (error: unknown) => end({ how: reasonOf(error) }),
      });
      const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ');
      const headers = { host: 'localhost:3000', cookie };
      const path = Object.keys(query).length === 0 ? '/login' : '/soak/callback';
      const res = {
        getHeader: () => undefined,
        setHeader: (_name: string, lines: string[]) => this.keep(lines),
      };
      const req = { method: 'GET', url: path, headers, query, session: this.session, res };
      made.authenticate(req, options);
    });
  }

  private keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

function reasonOf(value: unknown): string {
  return String((value as { reason?: unknown } | null | undefined)?.reason ?? value);
}

/** The first of ten ports that are free now. */
export async function freePorts(): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 10_000);
    const servers = Array.from({ length: 10 }, () => createServer());
    const listening = servers.map(
      (server, at) =>
        new Promise<boolean>((resolve) => {
          server.once('error', () => resolve(false)).listen(first + at, '127.0.0.1', () => resolve(true));
        }),
    );
    const free = (await Promise.all(listening)).every(Boolean);
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    if (free) return first;
  }
}

/** The emulator remembers every request for its tests; nobody looks at them here. */
export function forgetRequests(emulator: Emulator): void {
  for (const { requests } of [emulator, ...emulator.providers]) (requests as RecordedRequest[]).length = 0;
}

/** So many sockets, timers and requests this process holds. */
export function resources(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
