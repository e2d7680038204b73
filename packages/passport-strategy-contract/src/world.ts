import { type EmulatedProvider, type ProviderName, type ServiceDefinition } from 'passport-provider-emulator';
import { type Emulator } from 'passport-provider-emulator';
import { type Fault } from 'passport-provider-emulator';
import { Browser } from './browser';
import { LoginApp, type AnyStrategy, type Outcome } from './login-app';

/** passport-oauth2's four-argument verify callback, and its kin. */
export type AnyVerify = (...args: never[]) => unknown;

/** What a strategy package is judged by. */
export interface ContractOptions {
  /** The emulated service that the strategy is for: a name, or one made with `oauthService`. */
  readonly provider: ProviderName | ServiceDefinition;
  /** The profile's `provider` and the strategy's name. Default: the emulated service's. */
  readonly name?: string;
  /** The strategy's class. */
  readonly Strategy: new (options: never, verify?: never) => AnyStrategy;
  /** Further options for every strategy that the contract makes. */
  readonly options?: object;
  /** Options under which the profile comes from the profile endpoint, where it does not always. */
  readonly profileFromEndpoint?: object;
  /** The `profile.id` of the user who has this id at the emulated service. Default: the same id. */
  readonly profileID?: (id: string) => string;
  /** Where the strategies keep pending logins, by `options.store`. Default `'session'`. */
  readonly keptIn?: 'session' | 'cookie';
  /** The service is an OpenID provider: without its id_token nobody signs in. */
  readonly openid?: boolean;
  /** Sets the service up, once, before the first case: its switches stay as they are then. */
  readonly prepare?: (emulator: Emulator) => void;
  /** What of a case of this name does not apply to the service, and why. */
  readonly notApplicable?: Readonly<Record<string, string>>;
}

/** One application with one strategy and one browser: what a case plays with. */
export class World {
  readonly browser: Browser = new Browser();
  /** Applications to close when the case is over. */
  private readonly apps: LoginApp[] = [];

  constructor(
    readonly contract: ContractOptions,
    readonly emulator: Emulator,
  ) {}

  /** What the strategy calls itself. */
  get name(): string {
    return this.contract.name ?? this.service.name;
  }

  get service(): EmulatedProvider {
    const [service] = this.emulator.providers;
    if (service) return service;
    throw new Error('The emulator has no service');
  }

  /** The `profile.id` of the emulated service's first user, who signs in. */
  get userID(): string {
    const { id = '' } = this.service.users[0] ?? {};
    return this.contract.profileID?.(id) ?? id;
  }

  /** Whether pending logins are in cookies of their own. */
  get inCookies(): boolean {
    return this.contract.keptIn === 'cookie';
  }

  /** The reason for a callback that belongs to no login of this browser; `inSession` is the session store's. */
  unknown(inSession: string): string {
    return this.inCookies ? 'login_cookie_missing' : inSession;
  }

  /** Starts an application; its callback URLs are registered at the service. */
  async app(withSession = true): Promise<LoginApp> {
    const app = await new LoginApp(withSession).listen();
    this.apps.push(app);
    for (const name of ['main', 'other']) this.service.registerCallback(app.callbackURL(name));
    return app;
  }

  /** Makes a strategy for an application. Without a verify function, the user is the profile's id. */
  strategy(app: LoginApp, options: object = {}, verify?: AnyVerify, name = 'main'): AnyStrategy {
    const { Strategy } = this.contract;
    const everyday = (_access: string, _refresh: string, profile: { id: string }, done: Done): void =>
      done(null, { id: profile.id });
    const hasOwn = 'verify' in options;
    return new Strategy(
      {
        ...(this.service.options as object),
        callbackURL: app.callbackURL(name),
        timeout: 5_000,
        ...this.contract.options,
        ...options,
      } as never,
      (hasOwn ? undefined : (verify ?? everyday)) as never,
    );
  }

  /** Starts an application with one strategy, `main`. */
  async appWith(options: object = {}, verify?: AnyVerify): Promise<LoginApp> {
    const app = await this.app();
    app.use('main', this.strategy(app, options, verify));
    return app;
  }

  /** Goes to the login route; gives the address at the service that the browser is sent to. */
  async start(app: LoginApp, name = 'main', browser: Browser = this.browser): Promise<string> {
    const page = await browser.open(app.loginURL(name));
    if (page.location === undefined)
      throw new Error(`The login did not redirect: ${page.status} ${page.text}`);
    return page.location;
  }

  /** Goes to the login route and through the service; gives the address of the callback. */
  async consent(app: LoginApp, name = 'main', browser: Browser = this.browser): Promise<string> {
    return this.service.authorize(await this.start(app, name, browser));
  }

  /** Opens the callback; gives how the login ended. */
  async finish(app: LoginApp, callback: string | URL, browser: Browser = this.browser): Promise<Outcome> {
    app.last = undefined;
    await browser.open(callback);
    if (!app.last) throw new Error('The callback ended in nothing that Passport tells');
    return app.last;
  }

  /** A whole login. */
  async login(app: LoginApp): Promise<Outcome> {
    return this.finish(app, await this.consent(app));
  }

  /** A whole login while an endpoint misbehaves. */
  async loginWith(fault: Fault, endpoint: 'token' | 'userProfile', options: object = {}): Promise<Outcome> {
    const viaEndpoint = endpoint === 'userProfile' ? this.contract.profileFromEndpoint : {};
    const app = await this.appWith({ ...viaEndpoint, ...options });
    const callback = await this.consent(app);
    this.service.fault(endpoint, fault);
    return this.finish(app, callback);
  }

  /** Requests that reached the token endpoint so far. */
  get tokenRequests(): number {
    return this.service.requests.filter(({ endpoint }) => endpoint === 'token').length;
  }

  async close(): Promise<void> {
    this.service.clearFaults();
    await Promise.all(this.apps.map((app) => app.close()));
  }
}

export type Done = (error: unknown, user?: unknown, info?: unknown) => void;

/** One row of the contract. */
export interface ContractCase {
  /** What is tried, and what must come of it. */
  readonly name: string;
  /** The row of the attack table that it plays, where it plays one. */
  readonly row?: string;
  /** Whom it is about: every strategy, or OpenID providers only. Default `oauth2`. */
  readonly kind?: 'oauth2' | 'oidc';
  /** What the login must end in, where that is all that the row is about. */
  readonly expect?: string;
  readonly run: (world: World) => Promise<void>;
  /** Only for strategies that keep pending logins there. */
  readonly keptIn?: 'session' | 'cookie';
}
