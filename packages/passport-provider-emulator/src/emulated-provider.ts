import { type IncomingHttpHeaders } from 'node:http';
import { type Fields } from './http/request';
import { type Fault } from './http/fault';

/** Where a fault can be put, and what a recorded request is filed under. */
export type EndpointName =
  | 'authorization'
  | 'decision'
  | 'token'
  | 'refresh'
  | 'userProfile'
  | 'userMe'
  | 'api'
  | 'store'
  | 'storePermissions'
  | 'stores'
  | 'storeProducts'
  | 'webhooks'
  | 'webhookLogs'
  | 'applications'
  | 'jwks'
  | 'discovery'
  | 'revocation'
  | 'wallets'
  | 'clientLookup'
  | 'introspection'
  | 'tokenInfo'
  | 'webhookSubscriptions'
  | 'incomingPayments'
  | 'transfer'
  | 'balance'
  | 'mint'
  | 'burn';

/** A client that the emulated service knows. */
export interface RegisteredClient {
  readonly clientID: string;
  /** Absent where the service issues none. */
  readonly clientSecret?: string | undefined;
  /** Kopo Kopo only: the key that webhooks are signed with. */
  readonly apiKey?: string | undefined;
  /** The name on the consent page. */
  readonly applicationName: string;
  /** Compared character by character. */
  readonly callbackURLs: string[];
  readonly active: boolean;
}

/** A test user. The provider's own user types add the data that the service answers. */
export interface EmulatedUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** One request that arrived, in the order of arrival. */
export interface RecordedRequest {
  readonly provider: string;
  /** A key of the provider's `origins`. */
  readonly origin: string;
  /** Undefined for a path that the service does not have. */
  endpoint?: EndpointName | undefined;
  readonly method: string;
  /** As on the wire: percent-encoded, without the query. */
  readonly path: string;
  readonly query: Fields;
  readonly headers: IncomingHttpHeaders;
  readonly rawBody: string;
  /** Decoded: an object for a form, the parsed value for JSON, otherwise undefined. */
  readonly body: unknown;
  /** 0 until, or if never, answered. */
  status: number;
  /** The emulator's name for why it refused, also sent as the header `X-Emulator-Reason`. */
  reason?: string | undefined;
}

/** Switches that every provider has. `†` marks what the service does not document. */
export interface CommonSwitches {
  /** † How long a code is valid, in seconds (a service may document it). */
  codeLifetime: number;
  /**
   * † What the callback gets when the user denies: `error=access_denied` with the state (`'error'`), the
   * state alone (`'state-only'`), or no parameter at all (`'bare'`).
   */
  denial: 'error' | 'state-only' | 'bare';
  /**
   * † Where a faulty authorization request is reported once client and redirect URI are known to be right:
   * on a page with status 400, or to the callback as `error` and `error_description`.
   */
  authorizeErrors: 'page' | 'redirect';
}

export interface AuthorizeOptions {
  /** Default `'approve'`. */
  decision?: 'approve' | 'deny' | undefined;
  /** Position in `users`, or a user's id or e-mail. Default: the first. */
  user?: number | string | undefined;
  /** Replaces the `state` of the callback (`null` drops it): what an attacker would do. */
  state?: string | null | undefined;
  /** Ids of the stores to tick, where the consent page offers stores. Default: all of the user's. */
  stores?: readonly string[] | undefined;
}

/** One emulated service. */
export interface EmulatedProvider<
  Switches = unknown,
  User extends EmulatedUser = EmulatedUser,
  Options = unknown,
> {
  readonly name: string;
  /** The name that people know. */
  readonly title: string;
  /** Each listening origin by its role, `http://127.0.0.1:PORT`. */
  readonly origins: Readonly<Record<string, string>>;
  /** The client to use. */
  readonly client: RegisteredClient;
  /** A second client, with other redirect URIs and another secret. */
  readonly otherClient: RegisteredClient;
  /** A client that the service has switched off. */
  readonly inactiveClient: RegisteredClient;
  readonly users: readonly User[];
  /** Spread it into the strategy's options and add the callback URL. */
  readonly options: Options;
  /** What this provider received, in order. */
  readonly requests: readonly RecordedRequest[];
  /** Change a member at any time; it counts from the next request. */
  readonly switches: Switches;
  /** Adds a redirect URI to the main client. */
  registerCallback(url: string): void;
  /** Makes an endpoint fail, `times` times (default: until cleared). `undefined` clears that endpoint. */
  fault(endpoint: EndpointName, fault: Fault | undefined, options?: { times?: number | undefined }): void;
  clearFaults(): void;
  /**
   * Does what a browser does: opens the authorization URL, decides, and returns the address of the callback
   * that the service redirects to. Works with and without `automatic`.
   *
   * @throws {@link AuthorizationRefusedError} when the emulator does not redirect.
   */
  authorize(url: string | URL, options?: AuthorizeOptions): Promise<string>;
  /** The user withdraws the consent at the service: codes and tokens die. Answers how many grants were live. */
  revokeUserGrant(user?: number | string): number;
}

/** The emulator did not redirect to the callback. The message holds the text of its answer. */
export class AuthorizationRefusedError extends Error {
  override readonly name = 'AuthorizationRefusedError';

  constructor(
    readonly status: number,
    /** The reason's stable name, as in the page's `data-reason`. */
    readonly reason: string | undefined,
    /** The answer as it was sent. */
    readonly body: string,
    message: string,
  ) {
    super(message);
  }
}
