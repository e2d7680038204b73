import { type EmulatedResponse, inForm } from '../../http/response';
import { type Route, apiRoute } from '../../http/route';
import { readChallenge } from '../../authorization/code-request';
import { type AuthorizationRequest } from '../../authorization/request';
import { type Call, bearerToken, optional, required } from '../../http/request';
import { type RegisteredClient } from '../../emulated-provider';
import { type Accent } from '../../pages/style';
import { ProviderBase, type ProviderContext } from '../../provider-base';
import { Refusal, invalidToken } from '../../http/refusal';
import { opaqueToken } from '../../authorization/tokens';
import { registerClients } from '../../authorization/clients';
import { KopoKopoApi } from './api';
import { apiErrorResponse, oauthErrorResponse } from './errors';
import { otherCollections } from './records';
import { type ApiVersion, type Subscription } from './resources';
import {
  type KopoKopoEmulator,
  type KopoKopoOptions,
  type KopoKopoSwitches,
  type KopoKopoUser,
  defaultSwitches,
} from './switches';
import { type IssuedToken, KopoKopoTokens } from './tokens';
import { kopokopoUsers } from './users';
import { type KopoKopoTopic, KopoKopoWebhooks, type WebhookDelivery, type WebhookOptions } from './webhooks';

const origin = 'api';
const authorizationPath = '/oauth/authorize';

export class KopoKopoProvider
  extends ProviderBase<KopoKopoSwitches, KopoKopoUser, KopoKopoOptions>
  implements KopoKopoEmulator
{
  readonly name = 'kopokopo';
  readonly title = 'Kopo Kopo';
  readonly accent: Accent = { light: ['#8a1538', '#ffffff'], dark: ['#ff9db3', '#3d0416'] };
  readonly originNames: readonly string[] = [origin];
  readonly authorizationOrigin = 'api';
  readonly authorizationPaths: readonly string[] = [authorizationPath];
  readonly users: readonly KopoKopoUser[] = kopokopoUsers;
  readonly client: RegisteredClient;
  readonly otherClient: RegisteredClient;
  readonly inactiveClient: RegisteredClient;
  readonly switches: KopoKopoSwitches = defaultSwitches();
  readonly #tokens: KopoKopoTokens;
  readonly #webhooks: KopoKopoWebhooks;
  readonly #api: KopoKopoApi;

  constructor(context: ProviderContext) {
    super(context);
    const credentials = (name: string): Pick<RegisteredClient, 'clientID' | 'clientSecret' | 'apiKey'> => ({
      clientID: `kopokopo-${name}`,
      clientSecret: `kopokopo-${name}-secret`,
      apiKey: `kopokopo-${name}-api-key`,
    });
    [this.client, this.otherClient, this.inactiveClient] = registerClients('kopokopo', context.callbackURLs, [
      credentials('emulator'),
      credentials('other'),
      credentials('inactive'),
    ]);
    const { clock, switches, grants } = this;
    const findClient = (clientID: string): RegisteredClient | undefined => this.findClient(clientID);
    this.#tokens = new KopoKopoTokens({ clock, switches, grants, findClient });
    this.#webhooks = new KopoKopoWebhooks(clock, this.client, () => switches.webhookKey);
    this.#api = new KopoKopoApi({ clock, switches, webhooks: this.#webhooks, origin: () => this.#baseURL });
  }

  get options(): KopoKopoOptions {
    const baseURL = this.#baseURL;
    return {
      clientID: this.client.clientID,
      clientSecret: this.client.clientSecret ?? '',
      apiKey: this.client.apiKey ?? '',
      baseURL,
      tokenURL: `${baseURL}/oauth/token`,
      introspectionURL: `${baseURL}/oauth/introspect`,
      revocationURL: `${baseURL}/oauth/revoke`,
      userProfileURL: `${baseURL}/oauth/token/info`,
      ...(this.switches.authorizationCode ? { authorizationURL: baseURL + authorizationPath } : {}),
    };
  }

  override get printedOptions(): Readonly<Record<string, string>> {
    const { clientID, clientSecret, baseURL } = this.options;
    return { clientID, clientSecret, baseURL };
  }

  get subscriptions(): readonly Subscription[] {
    return this.#api.subscriptions;
  }

  get deliveries(): readonly WebhookDelivery[] {
    return this.#webhooks.deliveries;
  }

  get #baseURL(): string {
    return this.origins[origin] ?? '';
  }

  async sendWebhook(url: string | URL, options?: WebhookOptions): Promise<number> {
    return await this.#webhooks.send(url, this.#baseURL, options);
  }

  createWebhook(topic?: KopoKopoTopic): Record<string, unknown> {
    return this.#webhooks.create(this.#baseURL, topic);
  }

  signWebhook(body: string | Buffer, key?: 'apiKey' | 'clientSecret'): string {
    return this.#webhooks.sign(body, key);
  }

  expireTokens(): number {
    return this.#tokens.expireAll();
  }

  async delivered(): Promise<void> {
    await this.#api.delivered();
  }

  protected override authorizationPathEnabled(): boolean {
    return this.switches.authorizationCode;
  }

  protected serviceRoutes(): readonly Route[] {
    const tokens = this.#tokens;
    return [
      apiRoute('POST', '/oauth/token', 'token', (call) => tokens.tokenEndpoint(call)),
      apiRoute('POST', '/oauth/introspect', 'introspection', (call) => tokens.introspectionEndpoint(call)),
      apiRoute('POST', '/oauth/revoke', 'revocation', (call) => tokens.revocationEndpoint(call)),
      apiRoute('GET', '/oauth/token/info', 'tokenInfo', (call) =>
        tokens.tokenInfoEndpoint(this.#holder(call)),
      ),
      ...this.#apiRoutes('v1'),
      ...this.#apiRoutes('v2'),
    ];
  }

  #apiRoutes(version: ApiVersion): readonly Route[] {
    const api = (
      method: Route['method'],
      path: string,
      endpoint: Route['endpoint'],
      handle: (call: Call, client: RegisteredClient, id: string) => EmulatedResponse,
    ): Route =>
      apiRoute(method, `/api/${version}/${path}`, endpoint, (call, params) =>
        inForm(apiErrorResponse, () => handle(call, this.#caller(call).client, params['id'] ?? '')),
      );
    const service = this.#api;
    const [subscriptions, payments] = ['webhookSubscriptions', 'incomingPayments'] as const;
    return [
      api('POST', 'webhook_subscriptions', subscriptions, (call, client) =>
        service.subscribe(call, client, version),
      ),
      api('GET', 'webhook_subscriptions/:id', subscriptions, (_, client, id) =>
        service.showSubscription(client, id),
      ),
      api('POST', 'incoming_payments', payments, (call, client) => service.receivePayment(call, client)),
      api('GET', 'incoming_payments/:id', payments, (_, client, id) => service.showPayment(client, id)),
      ...otherCollections[version].flatMap((name) => [
        api('POST', name, 'api', (call, client) => service.createRecord(call, client, name)),
        api('GET', name, 'api', (_, client) => service.listRecords(client, name)),
        api('GET', `${name}/:id`, 'api', (_, client, id) => service.showRecord(client, name, id)),
      ]),
    ];
  }

  /** † Plain OAuth, because none of this is documented. */
  readAuthorization(
    { query }: Call,
    client: RegisteredClient,
    redirectURI: string,
    state: string | undefined,
  ): AuthorizationRequest {
    if (required(query, 'response_type') !== 'code') {
      const message = 'The response_type must be code';
      throw new Refusal(400, 'unsupported_response_type', 'unsupported_response_type', message);
    }
    const challenge = readChallenge(query, false);
    const scope = (optional(query, 'scope') ?? '').split(' ').filter(Boolean);
    return { client, redirectURI, state, scope, challenge };
  }

  permissionsInWords(): readonly string[] {
    return ['Use the Kopo Kopo API on behalf of your merchant account'];
  }

  protected newCode(): string {
    return opaqueToken();
  }

  refuse(refusal: Refusal): EmulatedResponse {
    return oauthErrorResponse(refusal);
  }

  #holder(call: Call): IssuedToken {
    const value = bearerToken(call);
    if (value === undefined) throw invalidToken('missing_token', 'The Authorization header is missing');
    const token = this.#tokens.find(value);
    if (token === 'unknown_token') throw invalidToken(token, 'The access token is invalid');
    if (token === 'token_expired') throw invalidToken(token, 'The access token expired');
    return token;
  }

  /** Like {@link #holder}, with the error codes of the API. */
  #caller(call: Call): IssuedToken {
    try {
      return this.#holder(call);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, reason, message, headers } = error;
      const code = reason === 'token_expired' ? 'ExpiredAccessToken' : 'InvalidAccessToken';
      throw new Refusal(status, code, reason, message, headers);
    }
  }
}
