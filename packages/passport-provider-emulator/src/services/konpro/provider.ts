import { type EmulatedResponse, inForm, jsonResponse, textResponse } from '../../http/response';
import { checkCodeRequest } from '../../authorization/code-request';
import { type AuthorizationRequest } from '../../authorization/request';
import { type Call, type Fields, formBody, required } from '../../http/request';
import { type RegisteredClient } from '../../emulated-provider';
import { type Grant } from '../../authorization/grants';
import { type Accent } from '../../pages/style';
import { ProviderBase, type ProviderContext } from '../../provider-base';
import { type Route } from '../../http/route';
import { Refusal, invalidClient, invalidRequest } from '../../http/refusal';
import { isChallenge, opaqueToken } from '../../authorization/tokens';
import { registerClients } from '../../authorization/clients';
import { KonProApi } from './api';
import { apiErrorResponse, pageErrorResponse, tokenErrorResponse } from './errors';
import { type KonProOptions, type KonProSwitches } from './switches';
import { type KonProUser, konproUsers } from './users';

const tokenPaths = { token: '/v1/oauth/token', refresh: '/v1/oauth/refresh_token' } as const;
const webPage =
  '<!doctype html><html lang="en"><head><title>KonPro</title></head><body><div id="root"></div></body></html>';

export class KonProProvider extends ProviderBase<KonProSwitches, KonProUser, KonProOptions> {
  readonly name = 'konpro';
  readonly title = 'KonPro';
  readonly accent: Accent = { light: ['#5f3dc4', '#ffffff'], dark: ['#b9a3ff', '#1c1140'] };
  readonly originNames: readonly string[] = ['app', 'api'];
  readonly authorizationOrigin = 'app';
  readonly authorizationPaths: readonly string[] = ['/oauth/authorize'];
  readonly users: readonly KonProUser[] = konproUsers;
  readonly client: RegisteredClient;
  readonly otherClient: RegisteredClient;
  readonly inactiveClient: RegisteredClient;
  readonly switches: KonProSwitches = {
    codeLifetime: 600,
    denial: 'error',
    authorizeErrors: 'page',
    refreshReuse: 'refuse',
    dataWrapper: false,
    accessLifetime: 864_000,
    rotateRefreshTokens: true,
    refuseClientSecret: true,
    unwrappedAccount: false,
    wrappedUserMe: false,
    appServesHtml: true,
    tokenErrorForm: 'konpro',
    rateLimits: 'off',
  };
  readonly #api: KonProApi;

  constructor(context: ProviderContext) {
    super(context);
    [this.client, this.otherClient, this.inactiveClient] = registerClients('konpro', context.callbackURLs, [
      { clientID: 'konpro-emulator' },
      { clientID: 'konpro-other' },
      { clientID: 'konpro-inactive' },
    ]);
    const { clock, switches, grants, users } = this;
    this.#api = new KonProApi({ clock, switches, grants, users });
  }

  get options(): KonProOptions {
    const { app = '', api = '' } = this.origins;
    return {
      clientID: this.client.clientID,
      authorizationURL: `${app}/oauth/authorize`,
      tokenURL: `${api}${tokenPaths.token}`,
      refreshURL: `${api}${tokenPaths.refresh}`,
      apiURL: `${api}/v1`,
    };
  }

  protected serviceRoutes(): readonly Route[] {
    const origin = 'api';
    const route = (
      method: Route['method'],
      path: string,
      endpoint: Route['endpoint'],
      handle: (call: Call) => EmulatedResponse,
    ): Route => ({ origin, method, path, endpoint, handle });
    const { token, refresh } = tokenPaths;
    return [
      route('POST', token, 'token', (call) => this.#inTokenForm(() => this.#token(call))),
      route('POST', refresh, 'refresh', (call) => this.#inTokenForm(() => this.#refresh(call))),
      ...this.#api.routes(),
      ...Object.values(tokenPaths).flatMap((path) =>
        (['GET', 'POST'] as const).map((method): Route => ({
          origin: 'app',
          method,
          path,
          endpoint: 'api',
          enabled: () => this.switches.appServesHtml,
          handle: () => textResponse(webPage, 200, 'text/html'),
        })),
      ),
    ];
  }

  readAuthorization(
    call: Call,
    client: RegisteredClient,
    redirectURI: string,
    _state: string | undefined,
  ): AuthorizationRequest {
    const { query } = call;
    if (required(query, 'response_type') !== 'code') {
      throw new Refusal(
        400,
        'unsupported_response_type',
        'unsupported_response_type',
        'The response_type must be code',
      );
    }
    const state = required(query, 'state');
    const challenge = required(query, 'code_challenge');
    if (required(query, 'code_challenge_method') !== 'S256') {
      throw invalidRequest('code_challenge_method', 'The code_challenge_method must be S256');
    }
    if (!isChallenge(challenge)) {
      throw invalidRequest(
        'malformed_code_challenge',
        'The code_challenge is not a SHA-256 digest in base64url',
      );
    }
    return { client, redirectURI, state, scope: [], challenge };
  }

  permissionsInWords(): readonly string[] {
    return [
      'See your account: name, e-mail, workspace, features and plan',
      'Use the KonPro API on your behalf',
    ];
  }

  protected newCode(): string {
    return opaqueToken();
  }

  #token(call: Call): EmulatedResponse {
    const form = this.#publicForm(call);
    this.#checkGrantType(form, 'authorization_code');
    const code = this.grants.findCode(required(form, 'code'), this.#activeClient(form));
    checkCodeRequest(code, form);
    return this.#tokenResponse(this.grants.useCode(code), true);
  }

  #refresh(call: Call): EmulatedResponse {
    const form = this.#publicForm(call);
    this.#checkGrantType(form, 'refresh_token');
    const rotate = this.switches.rotateRefreshTokens;
    const client = this.#activeClient(form);
    return this.#tokenResponse(
      this.grants.takeRefreshToken(required(form, 'refresh_token'), client, rotate),
      rotate,
    );
  }

  #publicForm(call: Call): Fields {
    const form = formBody(call);
    if (!this.switches.refuseClientSecret) return form;
    if (Object.hasOwn(form, 'client_secret')) {
      throw invalidRequest(
        'client_secret_sent',
        'KonPro issues no client secret: client_secret must not be sent',
      );
    }
    if (call.headers.authorization !== undefined) {
      throw invalidRequest('authorization_header', 'A public client sends no Authorization header here');
    }
    return form;
  }

  #checkGrantType(form: Fields, expected: string): void {
    const actual = required(form, 'grant_type');
    if (actual === expected) return;
    throw new Refusal(
      400,
      'unsupported_grant_type',
      'unsupported_grant_type',
      `The grant_type here must be ${expected}, not ${actual}`,
    );
  }

  #activeClient(form: Fields): RegisteredClient {
    const client = this.findClient(required(form, 'client_id'));
    if (!client) throw invalidClient('unknown_client', 'No application has this client_id');
    if (!client.active) throw invalidClient('inactive_client', 'This application is switched off');
    return client;
  }

  #tokenResponse(grant: Grant<KonProUser>, withRefreshToken: boolean): EmulatedResponse {
    const expires_in = this.switches.accessLifetime;
    const access_token = opaqueToken();
    this.grants.addAccessToken(access_token, grant, expires_in);
    const refresh_token = opaqueToken(48);
    if (withRefreshToken) this.grants.addRefreshToken(refresh_token, grant, Infinity);
    const tokens = {
      token_type: 'Bearer',
      access_token,
      expires_in,
      ...(withRefreshToken ? { refresh_token } : {}),
    };
    return jsonResponse(this.switches.dataWrapper ? { data: tokens } : tokens);
  }

  #inTokenForm(action: () => EmulatedResponse): EmulatedResponse {
    const form = this.switches.tokenErrorForm;
    return form === 'konpro' ? action() : inForm((refusal) => tokenErrorResponse(refusal, form), action);
  }

  refuse(refusal: Refusal, origin: string): EmulatedResponse {
    return origin === 'app' ? pageErrorResponse(refusal) : apiErrorResponse(refusal);
  }
}
