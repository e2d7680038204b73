import { type EmulatedProvider, type ProviderName, type ServiceDefinition } from 'passport-provider-emulator';
import { type Emulator } from 'passport-provider-emulator';
import { type Fault } from 'passport-provider-emulator';
import { Browser } from './browser';
import { LoginApp, type AnyStrategy, type Outcome } from './login-app';

/** A verify callback in any form of passport-oauth2. */
export type AnyVerify = (...args: never[]) => unknown;

/** The strategy that the contract tests. */
export interface ContractOptions {
  /** The emulated service that the strategy is for: a name, or one made with `oauthService`. */
  readonly provider: ProviderName | ServiceDefinition;
  /** The profile's `provider` and the strategy's name. Default: the emulated service's. */
  readonly name?: string;
  /** The strategy's class. */
  readonly Strategy: new (options: never, verify?: never) => AnyStrategy;
  /** Further options for every strategy that the contract makes. */
  readonly options?: object;
  /** Options that make the strategy read the profile endpoint. Needed if it does not read it by default. */
  readonly profileFromEndpoint?: object;
  /** The `profile.id` of the user who has this id at the emulated service. Default: the same id. */
  readonly profileID?: (id: string) => string;
  /** Where the strategy keeps pending logins. For `'cookie'`, set `options.store`. Default: `'session'`. */
  readonly keptIn?: 'session' | 'cookie';
  /** Whether the service is an OpenID provider. Adds the rows about the id_token. Default: `false`. */
  readonly openid?: boolean;
  /** Sets switches of the service before the first row. They stay set for all rows. */
  readonly prepare?: (emulator: Emulator) => void;
  /** The names of rows that do not apply to the service, each with the reason. */
  readonly notApplicable?: Readonly<Record<string, string>>;
}

/** What a row of the contract works with: an emulated service, applications with the strategy, and a browser. */
export class World {
  /** The user's browser. */
  readonly browser: Browser = new Browser();
  /** Applications to close when the row is over. */
  private readonly apps: LoginApp[] = [];

  /**
   * @param contract - the strategy and its options
   * @param emulator - the running emulator, with the strategy's service first
   */
  constructor(
    readonly contract: ContractOptions,
    readonly emulator: Emulator,
  ) {}

  /** The strategy's name. */
  get name(): string {
    return this.contract.name ?? this.service.name;
  }

  /** The emulated service. */
  get service(): EmulatedProvider {
    const { provider } = this.contract;
    const name = typeof provider === 'string' ? provider : provider.name;
    const service = this.emulator.providers.find((candidate) => candidate.name === name);
    if (service) return service;
    throw new Error(`The emulator has no service ${name}`);
  }

  /** The `profile.id` of the emulated service's first user, who signs in. */
  get userID(): string {
    const { id = '' } = this.service.users[0] ?? {};
    return this.contract.profileID?.(id) ?? id;
  }

  /** Whether the strategy keeps pending logins in cookies. */
  get inCookies(): boolean {
    return this.contract.keptIn === 'cookie';
  }

  /** The reason for a callback that belongs to no login of this browser. `inSession` is the session store's reason. */
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

  /** Makes a strategy for an application. The default verify callback gives `{ id: profile.id }` as the user. */
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

  /** Opens the login route. Resolves with the authorization URL that the browser is sent to. */
  async start(app: LoginApp, name = 'main', browser: Browser = this.browser): Promise<string> {
    const page = await browser.open(app.loginURL(name));
    if (page.location === undefined)
      throw new Error(`The login did not redirect: ${page.status} ${page.text}`);
    return page.location;
  }

  /** Opens the login route and consents at the service. Resolves with the callback URL and its query. */
  async consent(app: LoginApp, name = 'main', browser: Browser = this.browser): Promise<string> {
    return this.service.authorize(await this.start(app, name, browser));
  }

  /** Opens the callback. Resolves with the outcome of the login. */
  async finish(app: LoginApp, callback: string | URL, browser: Browser = this.browser): Promise<Outcome> {
    app.last = undefined;
    await browser.open(callback);
    if (!app.last) throw new Error('The callback route responded without an outcome from Passport');
    return app.last;
  }

  /** A whole login. */
  async login(app: LoginApp): Promise<Outcome> {
    return this.finish(app, await this.consent(app));
  }

  /** A whole login with a fault at an endpoint. */
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

  /** Closes the applications and removes the faults. */
  async close(): Promise<void> {
    this.service.clearFaults();
    await Promise.all(this.apps.map((app) => app.close()));
  }
}

/** Passport's verify callback. */
export type Done = (error: unknown, user?: unknown, info?: unknown) => void;

/** One row of the contract. */
export interface ContractCase {
  /** What the strategy does. */
  readonly name: string;
  /** The row of the attack table, if the row plays an attack. */
  readonly row?: string;
  /** Whether the row is for every strategy or for OpenID providers. Default: `oauth2`. */
  readonly kind?: 'oauth2' | 'oidc';
  /** The expected end of the login, if the row checks nothing else: `success` or a reason. */
  readonly expect?: string;
  /** Rejects with an AssertionError if the strategy does something else. */
  readonly run: (world: World) => Promise<void>;
  /** Set if the row is only for strategies that keep pending logins there. */
  readonly keptIn?: 'session' | 'cookie';
}
