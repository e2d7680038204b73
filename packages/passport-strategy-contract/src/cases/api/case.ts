import assert from 'node:assert/strict';
import type { StubService } from '../../harness/service';
import { everythingOf } from '../../harness/visitor';

/** How a call proves who sends it. */
export type ApiContractCredential = 'accessToken' | 'apiKey' | 'none';

/** The call that the table of API calls tests. */
export interface ApiContractOptions<Client> {
  /**
   * Makes the client. The options have `apiURL`, `clientID` and `clientSecret`, and in some rows more options of the
   * base. The API key is for a client that holds the key of its calls.
   */
  readonly client: (options: ApiClientOptions, apiKey: string) => Client;
  /** Makes the call with the given access token or API key. A TokenSet is given in place of a token in some rows. */
  readonly call: (client: Client, credential: string) => Promise<unknown>;
  /** Whether the call is a GET, which changes nothing at the service (RFC 9110 §9.2.1). */
  readonly safe: boolean;
  /** Default: `accessToken`, the token of a user in `Authorization: Bearer` (RFC 6750 §2.1). */
  readonly credential?: ApiContractCredential;
  /** Whether the client has a token of its own, for a call that is given none. */
  readonly tokenOptional?: boolean;
  /** The scope or permission that the call needs, if its errors name one. */
  readonly permission?: string;
  /** A successful response. Default: 200 with an empty JSON object. */
  readonly success?: { readonly status?: number; readonly json?: unknown; readonly headers?: object };
}

/** The options that the table gives to every client. `apiURL` is a server on loopback that belongs to the table. */
export interface ApiClientOptions {
  /** Base URL of the API. */
  readonly apiURL: string;
  /** The client ID. */
  readonly clientID: string;
  /** The client secret. */
  readonly clientSecret: string;
  /** Milliseconds until the call fails. */
  readonly timeout?: number;
  /** The largest response that is read, in bytes. */
  readonly maxResponseBytes?: number;
  /** Headers of every request. */
  readonly customHeaders?: Readonly<Record<string, string>>;
  /** Sends the requests. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/** A row of the table of API calls. */
export interface ApiCase {
  /** What the row checks. */
  readonly name: string;
  /** The row of the attack table, if the row plays an attack. */
  readonly row?: string;
  /** Whether the row applies to a call. Default: to all calls. */
  readonly applies?: (options: ApiContractOptions<unknown>) => boolean;
  /** Rejects with an AssertionError if the call does something else. */
  readonly run: (world: ApiWorld) => Promise<void>;
}

/** The client secret of every row. No error may hold it. */
export const secret = 'client-secret-canary-0123456789';
/** The access token or API key of every row. No error may hold it. */
export const credential = 'credential-canary-0123456789';

/** The error of a call. */
export type SeenError = Error & Readonly<Record<string, unknown>>;

/** One call and the server that it is sent to. */
export class ApiWorld {
  /**
   * @param contract - the call
   * @param service - the server that it is sent to
   */
  constructor(
    readonly contract: ApiContractOptions<unknown>,
    readonly service: StubService,
  ) {
    this.succeed();
  }

  /** The server sends the call's successful response from now on. */
  succeed(): void {
    const { status = 200, json = {}, headers = {} } = this.contract.success ?? {};
    this.service.other = { status, json, headers: headers as Record<string, string> };
  }

  /** Makes the call by a new client. */
  async call(
    options: Partial<ApiClientOptions> = {},
    ...given: readonly [token?: unknown]
  ): Promise<unknown> {
    // A row may give `undefined` on purpose.
    const token = given.length === 0 ? credential : given[0];
    return this.contract.call(this.client(options), token as string);
  }

  /** Makes a client of the server. */
  client(options: Partial<ApiClientOptions> = {}): unknown {
    const apiURL = `${this.service.origin}/api`;
    return this.contract.client(
      { apiURL, clientID: 'client-1', clientSecret: secret, ...options },
      credential,
    );
  }

  /** The error of a call. It holds neither credential nor client secret. */
  async error(
    options: Partial<ApiClientOptions> = {},
    ...given: readonly [token?: unknown]
  ): Promise<SeenError> {
    return rejected(this.call(options, ...given));
  }

  /** The error of a call that may have been carried out: it says so, unless the call changes nothing. */
  openError(error: SeenError, reason: string): void {
    assert.deepEqual([error.name, error['endpoint']], ['ProviderError', 'api'], String(error));
    if (this.contract.safe) return assert.equal(error['reason'], reason, String(error));
    assert.equal(error['reason'], 'outcome_unknown', String(error));
    assert.equal(error['retryable'], false);
    assert.match(String(error['hint']), /Do not repeat/);
    assert.equal((error.cause as SeenError)['reason'], reason);
  }

  /** How many requests have arrived. */
  sent(count: number): void {
    assert.equal(this.service.requests.length, count, 'number of requests');
  }
}

/** The error of a promise. Asserts that it holds no secret. */
export async function rejected(promise: Promise<unknown>): Promise<SeenError> {
  const error = await promise.then(
    () => assert.fail('the call succeeded'),
    (thrown: unknown) => thrown as SeenError,
  );
  const everything = everythingOf(error);
  for (const kept of [secret, credential, Buffer.from(credential).toString('base64')]) {
    assert.ok(!everything.includes(kept), `a secret is in the error: ${error['reason'] as string}`);
  }
  return error;
}
