import {
  defineProvider,
  ProviderClient,
  ProviderStrategy,
  type IdTokenClaims,
  type Login,
  type OpenIDOptions,
  type ProviderDeclaration,
  type ProviderProfile,
  type ProviderStrategyOptions,
} from 'passport-oauth2-base';
import { openid, type OpenIDDeclaration } from 'passport-oauth2-base/oidc';
import { Browser } from 'passport-strategy-contract';
import { LoginApp, type Outcome } from 'passport-strategy-contract';
import { CertifiedOP, type ClientMetadata } from './certified-op';

type Declaration = ProviderDeclaration;
export type Options = Partial<ProviderStrategyOptions & OpenIDOptions>;

/** An OpenID provider in a few lines, with oidc-provider's addresses. */
export function openIDProvider(
  different: Partial<Declaration> = {},
  { algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'], ...more }: Partial<OpenIDDeclaration> = {},
): Declaration {
  return defineProvider({
    name: 'certified',
    title: 'Certified',
    documentation: 'https://example-business.com/docs',
    endpoints: {
      authorization: '{issuer}/auth',
      token: '{issuer}/token',
      jwks: '{issuer}/jwks',
      userProfile: '{issuer}/me',
    },
    clientAuthentication: 'client_secret_basic',
    pkce: 'required',
    scope: ['openid', 'profile', 'email'],
    refresh: {},
    openid: openid({ algorithms, required: true, ...more }),
    profile: {
      map: (user) => ({
        id: user.identifier('sub'),
        displayName: user.text('name'),
        emails: user.emails('email', 'email_verified'),
      }),
    },
    ...different,
  });
}

/** How a login ended, and what `verify` was given. */
export interface SeenLogin {
  readonly outcome: Outcome;
  /** As a word: `success`, or why not. */
  readonly result: string;
  /** Throws when `verify` was not called. */
  readonly login: Login<ProviderProfile> & { readonly claims: IdTokenClaims };
  readonly client: ProviderClient;
}

/** What somebody changes on the way. */
export interface Meddling {
  /** With the address that the browser is sent to. */
  readonly request?: (url: URL) => void;
  /** With the address that the browser comes back to. */
  readonly callback?: (url: URL) => void;
  /** Between the consent and the callback. */
  readonly meanwhile?: () => Promise<void>;
}

/** An Express application and a certified OpenID provider, for the tests of one file. */
export class RelyingParty {
  private constructor(
    readonly app: LoginApp,
    readonly op: CertifiedOP,
    private readonly clients: readonly ClientMetadata[],
  ) {}

  /** @param clients - each gets the callback of its name, and what an ordinary client has */
  static async start(clients: readonly ClientMetadata[]): Promise<RelyingParty> {
    const app = await new LoginApp().listen();
    const registered = clients.map((client) => ({
      client_secret: secretOf(client.client_id),
      redirect_uris: [app.callbackURL(client.client_id)],
      grant_types: ['authorization_code', 'refresh_token'],
      ...client,
    }));
    return new RelyingParty(app, await CertifiedOP.start(registered), registered);
  }

  async close(): Promise<void> {
    await Promise.all([this.app.close(), this.op.close()]);
  }

  /** The options of an application for one of the clients. */
  options(clientID: string, different: Options = {}): ProviderStrategyOptions & OpenIDOptions {
    const isPublic = this.clients.some(
      (client) => client.client_id === clientID && client['token_endpoint_auth_method'] === 'none',
    );
    return {
      clientID,
      clientSecret: isPublic ? undefined : secretOf(clientID),
      callbackURL: this.app.callbackURL(clientID),
      issuer: this.op.issuer,
      timeout: 5_000,
      ...different,
    };
  }

  /** Puts a strategy into the application; gives what signs somebody in with it. */
  use(
    clientID: string,
    declaration: Declaration = openIDProvider(),
    different: Options = {},
  ): (meddling?: Meddling) => Promise<SeenLogin> {
    let seen: Login | undefined;
    const verify = (login: Login): object => {
      seen = login;
      return { id: (login.profile as ProviderProfile).id };
    };
    const options = this.options(clientID, different);
    const client = new ProviderClient(declaration, options);
    this.app.use(clientID, new ProviderStrategy(client, { ...options, verify }));
    return async (meddling = {}) => {
      seen = undefined;
      const outcome = await this.signIn(clientID, meddling);
      return {
        outcome,
        result: outcome.kind === 'success' ? 'success' : (outcome.reason ?? String(outcome.error)),
        client,
        get login() {
          if (seen) return seen as SeenLogin['login'];
          throw new Error(`verify was not called: ${outcome.kind}`, { cause: outcome.error ?? outcome.info });
        },
      };
    };
  }

  private async signIn(name: string, { request, callback, meanwhile }: Meddling): Promise<Outcome> {
    const [atHome, atTheProvider] = [new Browser(), new Browser()];
    this.app.last = undefined;
    const { location, text } = await atHome.open(this.app.loginURL(name));
    const failedAtOnce = this.app.last as Outcome | undefined;
    if (failedAtOnce) return failedAtOnce;
    if (location === undefined) throw new Error(`The login did not redirect: ${text}`);
    const start = new URL(location);
    request?.(start);
    const end = await follow(atTheProvider, start, this.app.origin);
    callback?.(end);
    await meanwhile?.();
    await atHome.open(end);
    return this.app.last ?? { kind: 'error', error: new Error('nothing came of the callback') };
  }
}

/** What a browser does until it is back at the application. */
async function follow(browser: Browser, start: URL, home: string): Promise<URL> {
  let url = start;
  for (let hops = 0; url.origin !== home; hops += 1) {
    const { location, status, text } = await browser.open(url);
    if (location === undefined || hops > 9)
      throw new Error(`No way back from ${url.href}: ${status} ${text}`);
    url = new URL(location, url);
  }
  return url;
}

/** Full of what has to be encoded in a Basic header (RFC 6749 §2.3.1). */
export function secretOf(clientID: string): string {
  return `${clientID}:+%41/&=? secret`.padEnd(48, '~');
}

/** Starts the provider for a file, with three clients; after each test its person is the usual one again. */
export function eachFileHasParty(): () => RelyingParty {
  let party: RelyingParty;
  beforeAll(async () => {
    party = await RelyingParty.start([
      { client_id: 'web' },
      { client_id: 'strict', require_auth_time: true },
      { client_id: 'other' },
    ]);
  });
  afterAll(() => party.close());
  afterEach(() => party.op.person());
  return () => party;
}
