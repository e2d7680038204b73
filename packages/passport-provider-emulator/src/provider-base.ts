import { type EmulatedResponse } from './http/response';
import { decideByForm, openAuthorization, readClient, refusalPage } from './authorization/authorization';
import { type AuthorizationProvider, type PendingConsent } from './authorization/authorization-provider';
import { type AuthorizationRequest, type TrustedClient } from './authorization/request';
import { requestAuthorization } from './authorization/authorize';
import { type Call } from './http/request';
import { type Clock } from './authorization/clock';
import {
  type AuthorizeOptions,
  type CommonSwitches,
  type EmulatedProvider,
  type EmulatedUser,
  type EndpointName,
  type RecordedRequest,
  type RegisteredClient,
} from './emulated-provider';
import { type Fault } from './http/fault';
import { type Grant, GrantBook } from './authorization/grants';
import { type Accent } from './pages/style';
import { decidePath } from './pages/pages';
import { type HttpProvider } from './http/http-provider';
import { Refusal } from './http/refusal';
import { type Route } from './http/route';

/** What the emulator gives to every service. */
export interface ProviderContext {
  readonly clock: Clock;
  readonly automatic: boolean;
  readonly callbackURLs: readonly string[];
  /** The IP address that reaches the origins from this process. */
  readonly address: string;
}

export function checkCallbackURL(url: string): string {
  if (!URL.canParse(url) || !/^https?:\/\//.test(url) || url.includes('#')) {
    throw new TypeError(`Expected an absolute http(s) callback URL without a fragment, got ${url}`);
  }
  return url;
}

/** What all services share: clients, users, consent, grants, faults. */
export abstract class ProviderBase<Switches extends CommonSwitches, User extends EmulatedUser, Options>
  implements EmulatedProvider<Switches, User, Options>, HttpProvider, AuthorizationProvider
{
  abstract readonly name: string;
  abstract readonly title: string;
  abstract readonly accent: Accent;
  abstract readonly originNames: readonly string[];
  /** The origin of the pages for people. */
  abstract readonly authorizationOrigin: string;
  abstract readonly authorizationPaths: readonly string[];
  abstract readonly client: RegisteredClient;
  abstract readonly otherClient: RegisteredClient;
  abstract readonly inactiveClient: RegisteredClient;
  abstract readonly users: readonly User[];
  abstract readonly switches: Switches;
  abstract readonly options: Options;

  readonly denialText: string = 'The user denied the request';
  readonly origins: Record<string, string> = {};
  readonly requests: RecordedRequest[] = [];
  readonly pending: Map<string, PendingConsent> = new Map();
  readonly clock: Clock;
  readonly automatic: boolean;
  readonly #address: string;
  protected readonly grants: GrantBook<User>;
  readonly #faults = new Map<EndpointName, { fault: Fault; left: number }>();

  constructor(context: ProviderContext) {
    this.clock = context.clock;
    this.automatic = context.automatic;
    this.#address = context.address;
    this.grants = new GrantBook(context.clock, () => this.switches.refreshReuse ?? 'refuse');
  }

  get environmentPrefix(): string {
    return this.name.toUpperCase().replaceAll('-', '_');
  }

  get printedOptions(): Readonly<Record<string, string>> {
    return this.options as Readonly<Record<string, string>>;
  }

  /** All endpoints except the authorization page. */
  protected abstract serviceRoutes(): readonly Route[];
  /** Finds the client and checks its redirect URI: the checks that come first. */
  readClient(call: Call): TrustedClient {
    return readClient(this, call);
  }
  /** Checks the parameters that come after client and redirect URI. */
  abstract readAuthorization(
    call: Call,
    client: RegisteredClient,
    redirectURI: string,
    state: string | undefined,
  ): AuthorizationRequest;
  /** Responds to an authorization request whose error is not reported to the application. */
  refuseAuthorization(refusal: Refusal): EmulatedResponse {
    return refusalPage(this, refusal);
  }
  redirectsErrors(_refusal: Refusal): boolean {
    return this.switches.authorizeErrors === 'redirect';
  }
  /** The user who is already signed in at the service. */
  signedInUser(_call: Call): User | undefined {
    return undefined;
  }
  /** Whether the user allowed all of this before. Then no page asks. */
  consents(_request: AuthorizationRequest, _user: EmulatedUser): boolean {
    return false;
  }
  recordConsent(_request: AuthorizationRequest, _user: EmulatedUser): void {}
  sessionHeaders(_user: EmulatedUser): Readonly<Record<string, string>> {
    return {};
  }
  /** Parameters that every callback gets. */
  callbackExtras(): Readonly<Record<string, string>> {
    return {};
  }
  /** The permissions that the application asks for, as sentences. */
  abstract permissionsInWords(request: AuthorizationRequest): readonly string[];
  /** An error response in the service's own form. The headers of the refusal are added to it. */
  abstract refuse(refusal: Refusal, origin: string): EmulatedResponse;
  /** The stores that the user can choose from on the consent page. */
  storesOf(_user: EmulatedUser): readonly { id: string; name: string }[] {
    return [];
  }
  /** Checks that come before every endpoint of an origin, unknown paths included. */
  guard(_origin: string, _call: Call): void {}
  protected abstract newCode(): string;
  /** The state of the callback. */
  protected callbackState(request: AuthorizationRequest): string | undefined {
    return request.state;
  }
  /** The state that the token request must repeat. */
  protected requiredState(_callbackState: string | undefined): string | undefined {
    return undefined;
  }

  routes(): readonly Route[] {
    const origin = this.authorizationOrigin;
    const pages = this.authorizationPaths.map((path): Route => {
      const enabled = (): boolean => this.authorizationPathEnabled(path);
      return {
        origin,
        method: 'GET',
        path,
        endpoint: 'authorization',
        enabled,
        handle: (call) => openAuthorization(this, call),
      };
    });
    const decision: Route = {
      origin,
      method: 'POST',
      path: decidePath,
      endpoint: 'decision',
      enabled: () => this.authorizationPaths.some((path) => this.authorizationPathEnabled(path)),
      handle: (call) => decideByForm(this, call),
    };
    return [...pages, decision, ...this.serviceRoutes()];
  }

  protected authorizationPathEnabled(_path: string): boolean {
    return true;
  }

  /** Grants an authorization request. Returns the parameters of the callback. */
  approve(request: AuthorizationRequest, user: EmulatedUser, stores: readonly string[]): URLSearchParams {
    const { client, scope, redirectURI, challenge, challengeMethod, nonce, state: requestState } = request;
    const owner = this.findUser(user.id);
    const grant: Grant<User> = { client, user: owner, scope, stores, revoked: false };
    const code = this.newCode();
    const callbackState = this.callbackState(request);
    const state = this.requiredState(callbackState);
    const bound = { grant, redirectURI, challenge, challengeMethod, nonce, state, requestState };
    this.grants.addCode(code, bound, this.switches.codeLifetime);
    const parameters = new URLSearchParams({ code });
    if (callbackState !== undefined) parameters.set('state', callbackState);
    return parameters;
  }

  deny(request: AuthorizationRequest): URLSearchParams {
    const parameters = new URLSearchParams();
    if (this.switches.denial === 'bare') return parameters;
    if (this.switches.denial === 'error') {
      parameters.set('error', 'access_denied');
      parameters.set('error_description', this.denialText);
    }
    const state = this.callbackState(request);
    if (state !== undefined) parameters.set('state', state);
    return parameters;
  }

  findClient(clientID: string): RegisteredClient | undefined {
    return [this.client, this.otherClient, this.inactiveClient].find((known) => known.clientID === clientID);
  }

  findUser(wanted: number | string): User {
    const user = this.users.find(
      (known, index) => wanted === index || [known.id, known.email, String(index)].includes(String(wanted)),
    );
    if (user) return user;
    throw new Refusal(400, 'invalid_request', 'unknown_user', `There is no test user ${wanted}`);
  }

  registerCallback(url: string): void {
    checkCallbackURL(url);
    if (!this.client.callbackURLs.includes(url)) this.client.callbackURLs.push(url);
  }

  fault(
    endpoint: EndpointName,
    fault: Fault | undefined,
    options: { times?: number | undefined } = {},
  ): void {
    const known = new Set(this.routes().map((route) => route.endpoint));
    if (!known.has(endpoint)) {
      throw new TypeError(`${this.title} has no endpoint ${endpoint}; it has ${[...known].join(', ')}`);
    }
    if (fault) this.#faults.set(endpoint, { fault, left: options.times ?? Infinity });
    else this.#faults.delete(endpoint);
  }

  clearFaults(): void {
    this.#faults.clear();
  }

  takeFault(endpoint: EndpointName): Fault | undefined {
    const entry = this.#faults.get(endpoint);
    if (!entry || entry.left <= 0) return undefined;
    entry.left -= 1;
    return entry.fault;
  }

  async authorize(url: string | URL, options: AuthorizeOptions = {}): Promise<string> {
    return await requestAuthorization(this, this.#address, new URL(url), options);
  }

  revokeUserGrant(user?: number | string): number {
    return this.grants.revoke(user === undefined ? undefined : this.findUser(user));
  }
}
