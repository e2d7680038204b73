import { randomBytes } from 'node:crypto';
import { type Answer, jsonAnswer } from '../answer';
import { type AuthorizationRequest } from '../authorization';
import { type Call, bearerToken } from '../call';
import { type EmulatedUser, type RegisteredClient } from '../emulated-provider';
import { type Grant } from '../grants';
import { type Accent } from '../page-style';
import { ProviderBase, type ProviderContext, type Route } from '../provider-base';
import { Refusal, invalidToken } from '../refusal';
import { sameText, signedToken } from '../tokens';
import { registerClients } from './clients';
import {
  type KomerzaExchangeError,
  type KomerzaOptions,
  type KomerzaSwitches,
  permissionWords,
} from './komerza-switches';
import { type KomerzaStore, type KomerzaUser, komerzaUsers } from './komerza-users';

type Params = Readonly<Record<string, string>>;

/** 72 characters, as Komerza's are. */
function clientSecret(name: string): string {
  return `kmz_emulator_${name}_`.padEnd(72, '0123456789abcdef');
}

export class KomerzaProvider extends ProviderBase<KomerzaSwitches, KomerzaUser, KomerzaOptions> {
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
  };
  readonly #signingKey = randomBytes(32);

  constructor(context: ProviderContext) {
    super(context);
    [this.client, this.otherClient, this.inactiveClient] = registerClients('komerza', context.callbackURLs, [
      { clientID: 'e1a7c0de-0000-4000-8000-000000000001', clientSecret: clientSecret('main') },
      { clientID: 'e1a7c0de-0000-4000-8000-000000000002', clientSecret: clientSecret('other') },
      { clientID: 'e1a7c0de-0000-4000-8000-000000000003', clientSecret: clientSecret('inactive') },
    ]);
  }

  get options(): KomerzaOptions {
    const { dashboard = '', api = '' } = this.origins;
    return {
      clientID: this.client.clientID,
      clientSecret: this.client.clientSecret ?? '',
      authorizationURL: `${dashboard}/auth/authorize`,
      tokenURL: `${api}/oauth2/{client_id}/exchange/{code}`,
      userProfileURL: `${api}/user`,
    };
  }

  protected serviceRoutes(): readonly Route[] {
    const route = (
      path: string,
      endpoint: Route['endpoint'],
      handle: (call: Call, params: Params) => Answer,
    ): Route => ({ origin: 'api', method: 'GET', path, endpoint, handle });
    return [
      route('/oauth2/:appId/exchange/:code', 'token', (call, params) => this.#exchange(call, params)),
      route('/user', 'userProfile', (call) => this.#user(call)),
      route('/stores/:id', 'store', (call, params) => this.#success(this.#store(call, params))),
      route('/stores/:id/permissions', 'storePermissions', (call, params) =>
        this.#storePermissions(call, params),
      ),
    ];
  }

  /** No API call without a `User-Agent`: the status is ours†, the rule is Komerza's. */
  override guard(origin: string, call: Call): void {
    if (origin === 'api' && !call.headers['user-agent']?.trim()) {
      throw new Refusal(403, 'AccessDenied', 'missing_user_agent', 'Every request needs a User-Agent header');
    }
  }

  /** Komerza knows client_id, redirect_uri and state; everything else is ignored. */
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
    return this.findUser(user.id).stores;
  }

  /** Long, and always with the characters that a client must percent-encode. */
  protected newCode(): string {
    for (;;) {
      const code = randomBytes(127).toString('base64');
      if (code.includes('/') && code.includes('+')) return code;
    }
  }

  #exchange(call: Call, params: Params): Answer {
    if (this.switches.strictExchange) this.#checkNothingElseSent(call);
    const client = this.findClient(params['appId'] ?? '');
    if (!client) throw this.#exchangeError('app_not_found', 'unknown_client', 'No application has this id');
    if (!client.active) {
      throw this.#exchangeError('app_not_found', 'inactive_client', 'This application is switched off');
    }
    const secret = call.headers['x-client-secret'];
    if (typeof secret !== 'string' || secret === '') {
      const text = 'The X-Client-Secret header is missing';
      throw this.#exchangeError('invalid_client_secret', 'missing_client_secret', text);
    }
    if (!sameText(secret, client.clientSecret ?? '')) {
      throw this.#exchangeError('invalid_client_secret', 'wrong_client_secret', 'The client secret is wrong');
    }
    const grant = this.#redeem(params['code'] ?? '', client);
    const iat = Math.floor(this.clock.now() / 1000);
    const token = signedToken({ sub: grant.user.id, app: client.clientID, iat }, this.#signingKey);
    this.grants.addAccessToken(token, grant, Infinity);
    return this.#success(token);
  }

  #checkNothingElseSent(call: Call): void {
    const unsupported = (reason: string, text: string): Refusal =>
      new Refusal(400, 'UnsupportedRequest', reason, text);
    if (call.headers.authorization !== undefined) {
      throw unsupported(
        'authorization_header',
        'The exchange takes X-Client-Secret instead of Authorization',
      );
    }
    if (Object.keys(call.query).length > 0) throw unsupported('query_sent', 'The exchange takes no query');
    if (call.rawBody !== '') throw unsupported('body_sent', 'The exchange takes no body');
  }

  #redeem(value: string, client: RegisteredClient): Grant<KomerzaUser> {
    try {
      return this.grants.useCode(this.grants.findCode(value, client));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const name = error.reason === 'code_expired' ? 'code_expired' : 'invalid_code';
      throw this.#exchangeError(name, error.reason, error.message);
    }
  }

  #exchangeError(name: KomerzaExchangeError, reason: string, text: string): Refusal {
    return new Refusal(this.switches.exchangeStatus[name], name, reason, text);
  }

  #user(call: Call): Answer {
    const { user, stores, scope, client } = this.#permitted(call, 'user.view');
    const integration = {
      id: `integration-${client.clientID.slice(-4)}`,
      dateCreated: '2025-09-01T10:00:00Z',
      application: {
        id: client.clientID,
        name: client.applicationName,
        permissions: scope,
        redirectUrls: client.callbackURLs,
        userId: user.id,
      },
    };
    return this.#success({
      ...user.account,
      stores: user.stores.filter((store) => stores.includes(store.id)),
      integrations: [integration],
    });
  }

  #store(call: Call, params: Params): KomerzaStore {
    const { user, stores } = this.#permitted(call, 'stores.view');
    const store = user.stores.find(({ id }) => id === params['id'] && stores.includes(id));
    if (store) return store;
    const status = this.switches.ungrantedStoreStatus;
    const code = status === 404 ? 'NotFound' : 'AccessDenied';
    throw new Refusal(status, code, 'store_not_granted', 'The user gave no access to such a store');
  }

  #storePermissions(call: Call, params: Params): Answer {
    const { scopes } = this.#store(call, params);
    const granted = this.#permitted(call, 'stores.view').scope.filter((name) => name.startsWith('stores.'));
    return this.#success({
      isOwner: scopes === null,
      permissions: scopes === null ? granted : granted.filter((name) => scopes.includes(name)),
      enabledPaymentMethods: ['Stripe', 'PayPal'],
    });
  }

  #permitted(call: Call, permission: string): Grant<KomerzaUser> {
    const token = bearerToken(call);
    if (token === undefined) throw invalidToken('missing_token', 'The Authorization header is missing');
    const grant = this.grants.findAccessToken(token);
    if (grant.scope.includes(permission)) return grant;
    throw new Refusal(403, 'AccessDenied', 'missing_permission', `The permission ${permission} is missing`);
  }

  #success(data: unknown): Answer {
    return jsonAnswer({ success: true, message: null, code: null, data }, 200, this.switches.contentType);
  }

  refuse({ status, code, message, headers }: Refusal): Answer {
    const names: Readonly<Record<string, string>> = {
      invalid_token: 'BadToken',
      not_found: 'NotFound',
      rate_limited: 'RateLimited',
      invalid_request: 'ValidationError',
      method_not_allowed: 'UnsupportedRequest',
      server_error: 'InternalServerError',
    };
    const body = { success: false, message, code: names[code] ?? code, data: null };
    const answer = jsonAnswer(body, status, this.switches.contentType);
    return { ...answer, headers: { ...answer.headers, ...headers } };
  }
}
