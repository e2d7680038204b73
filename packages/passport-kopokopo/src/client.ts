import {
  ProviderClient,
  ProviderError,
  type ApiCall,
  type ProviderDeclaration,
  type ProviderProfile,
  type TokenSet,
} from 'passport-oauth2-base';
import {
  paymentBody,
  subscriptionBody,
  type KopoKopoAnswer,
  type KopoKopoPaymentRequest,
  type KopoKopoRequestOptions,
  type KopoKopoStatus,
  type KopoKopoSubscription,
  type KopoKopoVersion,
} from './api';
import type { KopoKopoClientOptions, KopoKopoOptions } from './options';
import type { KopoKopoFields } from './profile';
import { application, hosts } from './provider';

type Flow = (host: string) => ProviderDeclaration<KopoKopoFields, KopoKopoOptions>;

/** Speaks to Kopo Kopo: the application's token, what it is worth, and its end. */
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
   * @throws ProviderError `access_token_refused`, `api_refused`, `outcome_unknown`; `api_address_refused` for an
   *   address that is not Kopo Kopo's
   */
  async request(
    path: string | readonly string[],
    { method = 'GET', query, json, version = this.apiVersion, accessToken }: KopoKopoRequestOptions = {},
  ): Promise<KopoKopoAnswer> {
    const call = (token: NonNullable<KopoKopoRequestOptions['accessToken']>): Promise<KopoKopoAnswer> =>
      this.callVersion(version, path, { method, query, json, credential: { accessToken: token } });
    if (accessToken !== undefined) return call(accessToken);
    const token = await this.applicationToken();
    try {
      return await call(token);
    } catch (error) {
      if (!(error instanceof ProviderError) || error.reason !== 'access_token_refused') throw error;
      this.forgetApplicationToken(token);
      if (method !== 'GET') throw error;
      return call(await this.applicationToken());
    }
  }

  /**
   * Subscribes to webhooks, which `webhook()` receives.
   *
   * @returns the address of the subscription, for `status()`
   * @throws ProviderError `argument_invalid` before anything is sent; otherwise as `request()`
   */
  async subscribeToWebhook(subscription: KopoKopoSubscription): Promise<string> {
    const json = subscriptionBody(subscription, (detail) => this.invalidArgument(detail));
    return this.create('webhook_subscriptions', json);
  }

  /**
   * Asks somebody to pay, on the telephone (M-PESA STK push). The result comes to `callbackURL`, signed as webhooks
   * are; `status()` tells it, too. It is sent once, and never again by itself.
   *
   * @returns the address of the payment, for `status()`
   * @throws ProviderError `argument_invalid` before anything is sent; `outcome_unknown` when the person may have been
   *   asked; otherwise as `request()`
   */
  async requestPayment(payment: KopoKopoPaymentRequest): Promise<string> {
    return this.create(
      'incoming_payments',
      paymentBody(payment, (detail) => this.invalidArgument(detail)),
    );
  }

  /**
   * Tells what has become of something that was created.
   *
   * @param location - what the creating call gave
   * @throws ProviderError as `request()`
   */
  async status(location: string): Promise<KopoKopoStatus> {
    const { body } = await this.request(location);
    const { data } = (body ?? {}) as { readonly data?: unknown };
    if (typeof data === 'object' && data !== null) return data;
    throw this.invalidAnswer('its `data` is not an object');
  }

  private async create(path: string, json: object): Promise<string> {
    const { location } = await this.request(path, { method: 'POST', json });
    if (location !== undefined) return location;
    throw this.invalidAnswer('it was carried out, but there is no `Location`');
  }

  /** A path stands below the version; the address of a resource has one already. */
  private async callVersion(
    version: KopoKopoVersion,
    path: string | readonly string[],
    call: Omit<ApiCall, 'path'>,
  ): Promise<KopoKopoAnswer> {
    const isLocation = typeof path === 'string' && /^https?:\/\//.test(path);
    const below = typeof path === 'string' ? `${version}/${path.replace(/^\//, '')}` : [version, ...path];
    const answer = await this.callAPI({ ...call, path: isLocation ? path : below });
    const { location } = answer.headers;
    // It may be relative to the address that was called (RFC 9110 §10.2.2).
    const base = `${this.endpoints.api}/${version}/`;
    if (location === undefined || !URL.canParse(location, base)) return answer;
    return { ...answer, location: new URL(location, base).href };
  }
}

function hostOf(options: KopoKopoClientOptions | undefined): string {
  const environment = options?.environment ?? 'production';
  const host: unknown =
    options?.baseURL ?? (Object.hasOwn(hosts, environment) ? hosts[environment] : undefined);
  // What is no address and no environment is refused by the checks of the options, which say so.
  return typeof host === 'string' && host !== '' ? host.replace(/\/$/, '') : hosts.production;
}
