import {
  ProviderClient,
  ProviderError,
  type AccessToken,
  type ApiResponse,
  type ApiCall,
  type ProviderDeclaration,
  type ProviderProfile,
  type TokenSet,
} from 'passport-oauth2-base';
import type {
  KopoKopoResponse,
  KopoKopoCallOptions,
  KopoKopoPaymentRequest,
  KopoKopoRequestOptions,
  KopoKopoStatus,
  KopoKopoSubscription,
  KopoKopoVersion,
} from './api';
import { paymentBody, subscriptionBody } from './api-bodies';
import type { KopoKopoClientOptions, KopoKopoOptions } from './options';
import type { KopoKopoFields } from './profile';
import { application, hosts } from './provider';

type Flow = (host: string) => ProviderDeclaration<KopoKopoFields, KopoKopoOptions>;

/** A client of Kopo Kopo's API and token endpoints. It works without Passport. */
export class KopoKopoClient extends ProviderClient<KopoKopoFields> {
  /** Gets the application's token. All callers share it, and it is renewed before it expires. */
  declare readonly applicationToken: NonNullable<ProviderClient['applicationToken']>;
  /** Asks whether a token is valid (RFC 7662). Epoch seconds and ISO 8601 times both become dates. */
  declare readonly introspect: NonNullable<ProviderClient['introspect']>;
  /** Revokes a token (RFC 7009). */
  declare readonly revoke: NonNullable<ProviderClient['revoke']>;

  /** The version of the API that calls use by default. */
  readonly apiVersion: KopoKopoVersion;

  /**
   * @param options - at least `clientID` and `clientSecret`
   * @param flow - makes the declaration for a host; `AccountStrategy` passes its own
   * @throws TypeError that names the option and the fix
   */
  constructor(options: KopoKopoClientOptions, flow: Flow = application) {
    super(flow(hostOf(options)), options);
    this.apiVersion = options.apiVersion ?? 'v1';
  }

  /**
   * Reads the info of a token (`GET /oauth/token/info`).
   *
   * @param token - default: the application's token
   * @throws ProviderError `profile_refused` if the token is not valid
   */
  async tokenInfo(token?: TokenSet | string): Promise<KopoKopoFields & ProviderProfile> {
    return this.userProfile(token ?? (await this.applicationToken()));
  }

  /**
   * Calls any endpoint of Kopo Kopo's API with the application's token. If Kopo Kopo refuses the token (401), the client
   * drops it and repeats a GET once with a new token. Other requests are sent once.
   *
   * @param path - below `/api/v1` or `/api/v2`, such as `pay_recipients`; a list of segments, which are
   *   percent-encoded; or a `location` of an earlier response
   * @throws ProviderError `argument_invalid` before anything is sent; `access_token_refused`, `api_refused`,
   *   `rate_limited`; `outcome_unknown` if a request other than a GET gets no complete response;
   *   `api_address_refused` if the URL is not below `apiURL`
   */
  async request(
    path: string | readonly string[],
    { accessToken, ...options }: KopoKopoRequestOptions = {},
  ): Promise<KopoKopoResponse> {
    const { version = this.apiVersion, method = 'GET' } = options;
    if (version !== 'v1' && version !== 'v2') throw this.invalidArgument("`version` must be 'v1' or 'v2'");
    const { query, json } = options;
    const apiCall: ApiCall = { method, path: withVersion(version, path), query, json };
    // First, so that an invalid call does not fetch a token.
    const url = this.checkCall(apiCall);
    const call = async (token: AccessToken): Promise<KopoKopoResponse> =>
      withLocation(await this.callAPI({ ...apiCall, credential: { accessToken: token } }), url);
    if (accessToken !== undefined) return call(accessToken);
    try {
      return await this.callAsApplication(call);
    } catch (error) {
      if (method !== 'GET' || !isTokenRefused(error)) throw error;
      return this.callAsApplication(call);
    }
  }

  /**
   * Creates a subscription to webhooks, which `webhook()` receives (`POST webhook_subscriptions`).
   *
   * @returns the URL of the subscription, for `status()`
   * @throws ProviderError `argument_invalid` before anything is sent; otherwise as `request()`
   */
  async subscribeToWebhook(
    subscription: KopoKopoSubscription,
    options?: KopoKopoCallOptions,
  ): Promise<string> {
    const json = subscriptionBody(subscription, (detail) => this.invalidArgument(detail));
    return this.create('webhook_subscriptions', json, options);
  }

  /**
   * Asks a customer to pay by phone (M-PESA STK push, `POST incoming_payments`). Kopo Kopo sends the result to
   * `callbackURL`, signed like a webhook; `status()` reads it, too. The request is sent once and never repeated.
   *
   * @returns the URL of the payment, for `status()`
   * @throws ProviderError `argument_invalid` before anything is sent; `outcome_unknown` if the customer may have been
   *   asked; otherwise as `request()`
   */
  async requestPayment(payment: KopoKopoPaymentRequest, options?: KopoKopoCallOptions): Promise<string> {
    const json = paymentBody(payment, (detail) => this.invalidArgument(detail));
    return this.create('incoming_payments', json, options);
  }

  /**
   * Reads the state of a created resource (`GET` of its URL).
   *
   * @param location - the URL that the creating call returned
   * @throws ProviderError `api_answer_invalid` if the response has no `data`; otherwise as `request()`
   */
  async status(
    location: string,
    { version, accessToken }: KopoKopoCallOptions = {},
  ): Promise<KopoKopoStatus> {
    const { body } = await this.request(location, { version, accessToken });
    const { data } = (body ?? {}) as { readonly data?: unknown };
    return this.objectInResponse(data, 'its `data`');
  }

  private async create(
    path: string,
    json: object,
    { version, accessToken }: KopoKopoCallOptions = {},
  ): Promise<string> {
    const { location } = await this.request(path, { method: 'POST', json, version, accessToken });
    if (location !== undefined) return location;
    throw this.outcomeUnknown('it reports success, but has no `Location` to read the result from');
  }

  /** Makes a call with the application's token, and drops that token if it is refused. */
  private async callAsApplication(
    call: (token: TokenSet) => Promise<KopoKopoResponse>,
  ): Promise<KopoKopoResponse> {
    const token = await this.applicationToken();
    try {
      return await call(token);
    } catch (error) {
      if (isTokenRefused(error)) this.forgetApplicationToken(token);
      throw error;
    }
  }
}

/** `Location` may be relative to the URL of the call (RFC 9110 §10.2.2). */
function withLocation(response: ApiResponse, url: string): KopoKopoResponse {
  const { location } = response.headers;
  const isURL = location !== undefined && location !== '' && URL.canParse(location, url);
  return isURL ? { ...response, location: new URL(location, url).href } : response;
}

/** Puts the version before a path. The URL of a resource already has one. */
function withVersion(version: KopoKopoVersion, path: string | readonly string[]): string | readonly string[] {
  if (typeof path === 'string') {
    return path === '' || /^https?:\/\//i.test(path) ? path : `${version}/${path.replace(/^\//, '')}`;
  }
  return Array.isArray(path) && path.length > 0 ? [version, ...(path as readonly string[])] : path;
}

function isTokenRefused(error: unknown): boolean {
  return error instanceof ProviderError && error.reason === 'access_token_refused';
}

function hostOf(options: KopoKopoClientOptions | undefined): string {
  const environment = options?.environment ?? 'production';
  const host: unknown =
    options?.baseURL ?? (Object.hasOwn(hosts, environment) ? hosts[environment] : undefined);
  // The checks of the options explain an invalid URL or environment.
  return typeof host === 'string' && host !== '' ? host.replace(/\/$/, '') : hosts.production;
}
