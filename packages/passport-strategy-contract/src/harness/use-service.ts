import { afterAll, afterEach, beforeAll, beforeEach } from './hooks';
import {
  startEmulator,
  type AuthorizeOptions,
  type Emulator,
  type ProviderName,
} from 'passport-provider-emulator';
import type { RecordedRequest } from 'passport-provider-emulator';
import type { AnyStrategy, Outcome } from '../login-app';
import { World, type ContractOptions } from '../world';
import type { Login, TokenSet } from 'passport-oauth2-base';

/** A login: its outcome, the arguments of `verify`, and the requests to the service. */
export interface SeenLogin<Profile> {
  /** How the login ended. */
  readonly outcome: Outcome;
  /** The requests that the service received during the login. */
  readonly sent: readonly RecordedRequest[];
  /** The callback with its query. */
  readonly callback: URL;
  /** The callback URL of the application, without query. */
  readonly callbackURL: string;
  /** The tokens that `verify` received. Throws if `verify` was not called. */
  readonly tokens: TokenSet;
  /** The profile that `verify` received. Throws if `verify` was not called. */
  readonly profile: Profile;
}

/** Steps of a login that differ from the usual ones. */
export interface LoginSteps {
  /** What the user does at the service. */
  readonly person?: AuthorizeOptions;
  /** Runs between consent and callback. */
  readonly meanwhile?: () => void;
}

/** An emulated service for the tests of one file. Switches, faults and applications are undone after each test. */
export interface Service<Name extends ProviderName, Profile> {
  /** The emulator. */
  readonly emulator: Emulator;
  /** The emulated service. */
  readonly service: Emulator[Name];
  /** The world of the current test. */
  readonly world: World;
  /** Makes a strategy in an application of its own, and signs the first user in. */
  login(options?: object, steps?: LoginSteps): Promise<SeenLogin<Profile>>;
  /** The requests that arrive at an endpoint while something runs. */
  received(endpoint: RecordedRequest['endpoint'], run: () => Promise<unknown>): Promise<RecordedRequest[]>;
}

/**
 * Starts the emulator for a test file, by the hooks `beforeAll` to `afterAll` of Jest or Vitest.
 *
 * @param provider - the emulated service
 * @param Strategy - the strategy's class
 */
export function useService<Name extends ProviderName, Profile>(
  provider: Name,
  Strategy: new (options: never, verify?: never) => AnyStrategy,
): Service<Name, Profile> {
  let emulator: Emulator;
  let world: World;
  let switches: object;
  const service = (): Emulator[Name] => emulator[provider];

  beforeAll(async () => {
    emulator = await startEmulator({ providers: [provider], keptRequests: 100_000 });
  });
  beforeEach(() => {
    world = new World({ provider, Strategy } satisfies ContractOptions, emulator);
    switches = { ...service().switches };
  });
  afterEach(async () => {
    Object.assign(service().switches, switches);
    await world.close();
  });
  afterAll(() => emulator.close());

  return {
    get emulator() {
      return emulator;
    },
    get service() {
      return service();
    },
    get world() {
      return world;
    },
    login: (options, steps) => logIn<Profile>(world, options, steps),
    async received(endpoint, run) {
      const from = service().requests.length;
      await run();
      const sent = service().requests.slice(from);
      return sent.filter((request) => request.endpoint === endpoint);
    },
  };
}

/** Makes a strategy in an application of its own, and signs a user in. */
async function logIn<Profile>(
  world: World,
  options: object = {},
  { person, meanwhile }: LoginSteps = {},
): Promise<SeenLogin<Profile>> {
  const from = world.service.requests.length;
  let seen: Login<Profile> | undefined;
  const verify = (login: Login<Profile>): object => {
    seen = login;
    return { id: 'somebody' };
  };
  const app = await world.appWith({ verify, ...options });
  const callback = await world.service.authorize(await world.start(app), person);
  meanwhile?.();
  const outcome = await world.finish(app, callback);
  const verified = (): Login<Profile> => {
    if (seen) return seen;
    throw new Error(`verify was not called: ${outcome.kind} ${outcome.reason}`, { cause: outcome.error });
  };
  return {
    outcome,
    sent: world.service.requests.slice(from),
    callback: new URL(callback),
    callbackURL: app.callbackURL('main'),
    get tokens() {
      return verified().tokens;
    },
    get profile() {
      return verified().profile;
    },
  };
}

/** The only request to an endpoint. Throws if there is none or more than one. */
export function only(
  sent: readonly RecordedRequest[],
  endpoint: RecordedRequest['endpoint'],
): RecordedRequest {
  const [request, ...others] = sent.filter((candidate) => candidate.endpoint === endpoint);
  if (!request || others.length > 0)
    throw new Error(`${others.length + (request ? 1 : 0)} requests to ${endpoint}`);
  return request;
}

/** The error of a promise. Throws if the promise is fulfilled. */
export async function rejection(promise: Promise<unknown>): Promise<Readonly<Record<string, unknown>>> {
  return promise.then(
    () => {
      throw new Error('The promise was fulfilled, and should have been rejected');
    },
    (error: unknown) => error as Readonly<Record<string, unknown>>,
  );
}
