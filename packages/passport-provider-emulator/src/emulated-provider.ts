import { type IncomingHttpHeaders } from 'node:http';
import { type Fields } from './http/request';
import { type Fault } from './http/fault';

/** The endpoints that most services have. */
type UsualEndpoint = 'authorization' | 'decision' | 'token' | 'refresh' | 'userProfile';

/** The name of an endpoint, for faults and recorded requests. Services have further endpoints with their own names. */
export type EndpointName = UsualEndpoint | (string & Record<never, never>);

/** A client that the emulated service knows. */
export interface RegisteredClient {
  readonly clientID: string;
  /** Absent if the service issues none. */
  readonly clientSecret?: string | undefined;
  /** The key of webhook signatures, if the service has one. */
  readonly apiKey?: string | undefined;
  /** The name on the consent page. */
  readonly applicationName: string;
  /** Compared character by character. */
  readonly callbackURLs: string[];
  readonly active: boolean;
}

/** A test user. Each service's own type adds the data of its responses. */
export interface EmulatedUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** A request that a service received. */
export interface RecordedRequest {
  readonly provider: string;
  /** A key of the provider's `origins`. */
  readonly origin: string;
  /** Undefined for an unknown path. */
  endpoint?: EndpointName | undefined;
  readonly method: string;
  /** As sent: percent-encoded, and without the query. */
  readonly path: string;
  readonly query: Fields;
  readonly headers: IncomingHttpHeaders;
  /** At most the first 16 KiB of the body. */
  readonly rawBody: string;
  /** Decoded: an object for a form, the parsed value for JSON. Undefined for other bodies and above 16 KiB. */
  readonly body: unknown;
  /** The size of the whole body in bytes. */
  readonly bodyBytes: number;
  /** 0 until there is a response. */
  status: number;
  /** The emulator's name for why it refused. Also sent as the header `X-Emulator-Reason`. */
  reason?: string | undefined;
}

/**
 * How a service treats a refresh token that it has rotated: it refuses the token, it also revokes the whole grant (RFC
 * 9700, section 4.14.2), or it returns new tokens, as within a grace period.
 */
export type RefreshReuse = 'refuse' | 'revoke_family' | 'grace';

/** The switches of every service. `†` marks behaviour that the service does not document. */
export interface CommonSwitches {
  /** † How long a code is valid, in seconds. Some services document it. */
  codeLifetime: number;
  /**
   * † The parameters of the callback when the user denies: `error=access_denied` and the state (`'error'`), only
   * the state (`'state-only'`), or none (`'bare'`).
   */
  denial: 'error' | 'state-only' | 'bare';
  /**
   * † Where a faulty authorization request is reported if its client and redirect URI are right:
   * on a page with status 400, or to the callback as `error` and `error_description`.
   */
  authorizeErrors: 'page' | 'redirect';
  /** † How the service treats a rotated refresh token. Default `'refuse'`. Only services that rotate have this. */
  refreshReuse?: RefreshReuse;
}

export interface AuthorizeOptions {
  /** Default `'approve'`. */
  decision?: 'approve' | 'deny' | undefined;
  /** Position in `users`, or the id or e-mail of a user. Default: the first user. */
  user?: number | string | undefined;
  /** Replaces the `state` of the callback, as an attacker would. `null` removes it. */
  state?: string | null | undefined;
  /** Ids of the chosen stores, if the consent page offers stores. Default: all stores of the user. */
  stores?: readonly string[] | undefined;
}

/** One emulated service. */
export interface EmulatedProvider<
  Switches = unknown,
  User extends EmulatedUser = EmulatedUser,
  Options = unknown,
> {
  readonly name: string;
  /** The name for people. */
  readonly title: string;
  /** The prefix of environment variables for this service, such as `KOOMPI`. */
  readonly environmentPrefix: string;
  /** The origins by their role: `http://127.0.0.1:PORT`. */
  readonly origins: Readonly<Record<string, string>>;
  /** The client to use. */
  readonly client: RegisteredClient;
  /** A second client, with other redirect URIs and another secret. */
  readonly otherClient: RegisteredClient;
  /** A client that is switched off. */
  readonly inactiveClient: RegisteredClient;
  readonly users: readonly User[];
  /** Options for the strategy. Only the callback URL is missing. */
  readonly options: Options;
  /** The members of `options` that the client of the service takes, as the command prints them. */
  readonly printedOptions: Readonly<Record<string, string>>;
  /** The last requests to this service, in order of arrival. The option `keptRequests` says how many. */
  readonly requests: readonly RecordedRequest[];
  /** Change a member at any time. It counts from the next request. */
  readonly switches: Switches;
  /** Adds a redirect URI to the main client. */
  registerCallback(url: string): void;
  /** Makes an endpoint fail `times` times. Default: until cleared. The fault `undefined` clears the endpoint. */
  fault(endpoint: EndpointName, fault: Fault | undefined, options?: { times?: number | undefined }): void;
  clearFaults(): void;
  /**
   * Acts as the browser and the user: opens the authorization URL, decides, and returns the callback URL
   * that the service redirects to. Works with and without `automatic`.
   *
   * @throws {@link AuthorizationRefusedError} if the emulator does not redirect.
   */
  authorize(url: string | URL, options?: AuthorizeOptions): Promise<string>;
  /** Revokes the codes and tokens of a user, or of all users. Returns how many grants were live. */
  revokeUserGrant(user?: number | string): number;
}

/** The emulator did not redirect to the callback. The message contains the text of its response. */
export class AuthorizationRefusedError extends Error {
  override readonly name = 'AuthorizationRefusedError';

  constructor(
    readonly status: number,
    /** The stable name of the reason, as in `data-reason` of the page. */
    readonly reason: string | undefined,
    /** The body of the response. */
    readonly body: string,
    message: string,
  ) {
    super(message);
  }
}
