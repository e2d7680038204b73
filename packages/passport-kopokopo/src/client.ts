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

/** Speaks to Kopo Kopo: the application's token, what it is worth, and its end; and the API. */
export class KopoKopoClient extends ProviderClient<KopoKopoFields> {
  /** The application's own token: one for all callers, renewed before it ends. */
  declare readonly applicationToken: NonNullable<ProviderClient['applicationToken']>;
  /** Asks whether a token is valid. Times in the answer may be epoch seconds or ISO 8601; both become dates. */
  declare readonly introspect: NonNullable<ProviderClient['introspect']>;
  /** Makes a token unusable. */
  declare readonly revoke: NonNullable<ProviderClient['revoke']>;

  /** The version of the API that is called. */
  readonly apiVersion: KopoKopoVersion;

  /**
   * @param options - at least `clientID` and `clientSecret`
   * @param flow - the declaration; `AccountStrategy` brings another
   * @throws TypeError that names the option and the fix
   */
  constructor(options: KopoKopoClientOptions, flow: Flow = application) {
    super(flow(hostOf(options)), options);
    this.apiVersion = options.apiVersion ?? 'v1';
  }

  /**
   * Reads what Kopo Kopo knows of a token (`GET /oauth/token/info`).
   *
   * @param token - default: the application's own
   * @throws ProviderError `profile_refused` for a token that is not valid
   */
  async tokenInfo(token?: TokenSet | string): Promise<KopoKopoFields & ProviderProfile> {
    return this.userProfile(token ?? (await this.applicationToken()));
  }

  /**
   * Calls any endpoint of Kopo Kopo's API with the application's token. When Kopo Kopo does not accept the token any
   * more, it is dropped, and a GET is repeated once with a new one. Nothing else is ever sent twice.
   *
   * @param path - below `/api/v1` or `/api/v2`, such as `pay_recipients`; its parts, each of which is
   *   percent-encoded; or a `location` that Kopo Kopo answered
   * @throws ProviderError `argument_invalid` before anything is sent; `access_token_refused`, `api_refused`,
   *   `rate_limited`; `outcome_unknown`, unless it is a GET; `api_address_refused` for an address that is not below
   *   `apiURL`
   */
  async request(
    path: string | readonly string[],
    { accessToken, ...options }: KopoKopoRequestOptions = {},
  ): Promise<KopoKopoResponse> {
    const { version = this.apiVersion, method = 'GET' } = options;
    if (version !== 'v1' && version !== 'v2') throw this.invalidArgument("`version` must be 'v1' or 'v2'");
    const { query, json } = options;
    const asked: ApiCall = { method, path: below(version, path), query, json };
    // Before a token is got for it.
    const url = this.checkCall(asked);
    const call = async (token: AccessToken): Promise<KopoKopoResponse> =>
      withLocation(await this.callAPI({ ...asked, credential: { accessToken: token } }), url);
    if (accessToken !== undefined) return call(accessToken);
    try {
      return await this.callAsApplication(call);
    } catch (error) {
      if (method !== 'GET' || !isTokenRefused(error)) throw error;
      return this.callAsApplication(call);
    }
  }

  /**
   * Subscribes to webhooks, which `webhook()` receives (`POST webhook_subscriptions`).
   *
   * @returns the address of the subscription, for `status()`
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
   * Asks somebody to pay, on the telephone (M-PESA STK push, `POST incoming_payments`). The result comes to
   * `callbackURL`, signed as webhooks are; `status()` tells it, too. It is sent once, and never again by itself.
   *
   * @returns the address of the payment, for `status()`
   * @throws ProviderError `argument_invalid` before anything is sent; `outcome_unknown` when the person may have been
   *   asked; otherwise as `request()`
   */
  async requestPayment(payment: KopoKopoPaymentRequest, options?: KopoKopoCallOptions): Promise<string> {
    const json = paymentBody(payment, (detail) => this.invalidArgument(detail));
    return this.create('incoming_payments', json, options);
  }

  /**
   * Tells what has become of something that was created (`GET` of its address).
   *
   * @param location - what the creating call gave
   * @throws ProviderError `api_answer_invalid` when the answer has no `data`; otherwise as `request()`
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
    throw this.outcomeUnknown('it says success, but not where to ask for it (`Location`)');
  }

  /** A token of the application that is refused is given to nobody any more. */
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

/** `Location` may be relative to the address that was called (RFC 9110 §10.2.2). */
function withLocation(answer: ApiResponse, url: string): KopoKopoResponse {
  const { location } = answer.headers;
  const isAddress = location !== undefined && location !== '' && URL.canParse(location, url);
  return isAddress ? { ...answer, location: new URL(location, url).href } : answer;
}

/** A path stands below the version; the address of a resource has one already. */
function below(version: KopoKopoVersion, path: string | readonly string[]): string | readonly string[] {
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
  // What is no address and no environment is refused by the checks of the options, which say so.
  return typeof host === 'string' && host !== '' ? host.replace(/\/$/, '') : hosts.production;
}
