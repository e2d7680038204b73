import { randomBytes } from 'node:crypto';
import { type EmulatedResponse } from '../../http/response';
import { type AuthorizationRequest } from '../../authorization/request';
import { type Call } from '../../http/request';
import { type EmulatedUser, type RegisteredClient } from '../../emulated-provider';
import { type Accent } from '../../pages/style';
import { ProviderBase, type ProviderContext } from '../../provider-base';
import { type Route } from '../../http/route';
import { Refusal } from '../../http/refusal';
import { registerClients } from '../../authorization/clients';
import { type KomerzaParts } from './access';
import { type KomerzaApplication, accountRoutes } from './account';
import { errorResponse } from './responses';
import { KomerzaExchange } from './exchange';
import { KomerzaLimits } from './limits';
import { type KomerzaStore } from './store';
import { KomerzaStoreBook } from './store-book';
import { storeRoutes } from './stores';
import { type KomerzaEmulator, type KomerzaOptions, type KomerzaSwitches, permissionWords } from './switches';
import { type KomerzaUser, komerzaUsers } from './users';
import { type KomerzaWebhook, type KomerzaWebhookLog } from './webhook';
import { KomerzaWebhooks } from './webhooks';

/** 72 characters, as in Komerza's secrets. */
function clientSecret(name: string): string {
  return `kmz_emulator_${name}_`.padEnd(72, '0123456789abcdef');
}

export class KomerzaProvider
  extends ProviderBase<KomerzaSwitches, KomerzaUser, KomerzaOptions>
  implements KomerzaEmulator
{
  readonly name = 'komerza';
  readonly title = 'Komerza';
  readonly accent: Accent = { light: ['#b34700', '#ffffff'], dark: ['#ffa94d', '#331500'] };
  readonly originNames: readonly string[] = ['dashboard', 'api'];
  readonly authorizationOrigin = 'dashboard';
  readonly authorizationPaths: readonly string[] = ['/auth/authorize'];
  readonly users: readonly KomerzaUser[] = komerzaUsers;
  readonly client: RegisteredClient;
  readonly otherClient: RegisteredClient;
  readonly inactiveClient: RegisteredClient;
  readonly switches: KomerzaSwitches = {
    codeLifetime: 60,
    denial: 'error',
    authorizeErrors: 'page',
    permissions: ['user.view', 'stores.view'],
    contentType: 'application/json',
    exchangeStatus: { app_not_found: 404, invalid_client_secret: 401, invalid_code: 403, code_expired: 403 },
    strictExchange: true,
    ungrantedStoreStatus: 404,
    rateLimits: false,
    authenticatedCalls: 60,
  };
  readonly #stores = new KomerzaStoreBook(komerzaUsers);
  readonly #parts: KomerzaParts;
  readonly #exchange: KomerzaExchange;
  readonly #webhooks: KomerzaWebhooks;
  readonly #limits: KomerzaLimits;

  constructor(context: ProviderContext) {
    super(context);
    [this.client, this.otherClient, this.inactiveClient] = registerClients('komerza', context.callbackURLs, [
      { clientID: 'e1a7c0de-0000-4000-8000-000000000001', clientSecret: clientSecret('main') },
      { clientID: 'e1a7c0de-0000-4000-8000-000000000002', clientSecret: clientSecret('other') },
      { clientID: 'e1a7c0de-0000-4000-8000-000000000003', clientSecret: clientSecret('inactive') },
    ]);
    const { clock, switches, grants } = this;
    this.#parts = { clock, switches, grants, stores: this.#stores };
    this.#exchange = new KomerzaExchange(this.#parts, (clientID) => this.findClient(clientID));
    this.#webhooks = new KomerzaWebhooks(this.#parts);
    this.#limits = new KomerzaLimits(clock);
  }

  get options(): KomerzaOptions {
    const { dashboard = '', api = '' } = this.origins;
    return {
      clientID: this.client.clientID,
      clientSecret: this.client.clientSecret ?? '',
      authorizationURL: `${dashboard}/auth/authorize`,
      tokenURL: `${api}/oauth2/{client_id}/exchange/{code}`,
      userProfileURL: `${api}/user`,
      apiURL: api,
    };
  }

  get webhooks(): readonly KomerzaWebhook[] {
    return this.#webhooks.all;
  }

  logWebhook(webhookID: string, changes?: Partial<KomerzaWebhookLog>): KomerzaWebhookLog {
    return this.#webhooks.log(webhookID, changes);
  }

  protected serviceRoutes(): readonly Route[] {
    return [
      ...this.#exchange.routes(),
      ...accountRoutes(this.#parts, () => this.#applications()),
      ...storeRoutes(this.#parts),
      ...this.#webhooks.routes(),
    ];
  }

  /** The first user registered the main and the inactive client, the second user the other one. */
  #applications(): readonly KomerzaApplication[] {
    const owned = (client: RegisteredClient, user: number): KomerzaApplication => ({
      client,
      ownerID: this.findUser(user).id,
    });
    return [owned(this.client, 0), owned(this.inactiveClient, 0), owned(this.otherClient, 1)];
  }

  /** Komerza demands a `User-Agent` for every API call. The status is ours†. */
  override guard(origin: string, call: Call): void {
    if (origin !== 'api') return;
    if (!call.headers['user-agent']?.trim()) {
      throw new Refusal(403, 'AccessDenied', 'missing_user_agent', 'Every request needs a User-Agent header');
    }
    const { rateLimits, authenticatedCalls } = this.switches;
    if (rateLimits) this.#limits.take(call, authenticatedCalls);
  }

  /** Komerza reads only client_id, redirect_uri and state. */
  readAuthorization(
    _call: Call,
    client: RegisteredClient,
    redirectURI: string,
    state: string | undefined,
  ): AuthorizationRequest {
    return { client, redirectURI, state, scope: [...this.switches.permissions], challenge: undefined };
  }

  permissionsInWords(request: AuthorizationRequest): readonly string[] {
    return request.scope.map((name) => permissionWords[name] ?? name);
  }

  override storesOf(user: EmulatedUser): readonly KomerzaStore[] {
    return this.#stores.of(user.id);
  }

  /** Long, and always with characters that a client must percent-encode. */
  protected newCode(): string {
    for (;;) {
      const code = randomBytes(127).toString('base64');
      if (code.includes('/') && code.includes('+')) return code;
    }
  }

  refuse(refusal: Refusal): EmulatedResponse {
    return errorResponse(this.switches, refusal);
  }
}
