import { type Answer, inForm, jsonAnswer, textAnswer } from '../answer';
import { type AuthorizationRequest } from '../authorization';
import { type Call, type Fields, bearerToken, formBody, required } from '../call';
import { type RegisteredClient } from '../emulated-provider';
import { type Grant } from '../grants';
import { type Accent } from '../page-style';
import { ProviderBase, type ProviderContext, type Route } from '../provider-base';
import { Refusal, invalidClient, invalidGrant, invalidRequest, invalidToken } from '../refusal';
import { isChallenge, matchesChallenge, opaqueToken } from '../tokens';
import { registerClients } from './clients';
import { apiErrorAnswer, pageErrorAnswer, tokenErrorAnswer } from './konpro-errors';
import { type KonProOptions, type KonProSwitches } from './konpro-switches';
import { type KonProUser, konproUsers } from './konpro-users';

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
    dataWrapper: false,
    accessLifetime: 864_000,
    rotateRefreshTokens: true,
    refuseClientSecret: true,
    unwrappedAccount: false,
    wrappedUserMe: false,
    appAnswersHtml: true,
    tokenErrorForm: 'konpro',
  };

  constructor(context: ProviderContext) {
    super(context);
    [this.client, this.otherClient, this.inactiveClient] = registerClients('konpro', context.callbackURLs, [
      { clientID: 'konpro-emulator' },
      { clientID: 'konpro-other' },
      { clientID: 'konpro-inactive' },
    ]);
  }

  get options(): KonProOptions {
    const { app = '', api = '' } = this.origins;
    return {
      clientID: this.client.clientID,
      authorizationURL: `${app}/oauth/authorize`,
      tokenURL: `${api}${tokenPaths.token}`,
      refreshURL: `${api}${tokenPaths.refresh}`,
      userProfileURL: `${api}/v1/pacific/account.get`,
    };
  }

  protected serviceRoutes(): readonly Route[] {
    const origin = 'api';
    const route = (
      method: Route['method'],
      path: string,
      endpoint: Route['endpoint'],
      handle: (call: Call) => Answer,
    ): Route => ({ origin, method, path, endpoint, handle });
    const { token, refresh } = tokenPaths;
    return [
      route('POST', token, 'token', (call) => this.#inTokenForm(() => this.#token(call))),
      route('POST', refresh, 'refresh', (call) => this.#inTokenForm(() => this.#refresh(call))),
      route('GET', '/v1/pacific/account.get', 'userProfile', (call) => this.#account(call)),
      route('GET', '/v1/user/me', 'userMe', (call) => this.#me(call)),
      route('GET', '/v1/some-endpoint', 'api', (call) => this.#someEndpoint(call)),
      ...Object.values(tokenPaths).flatMap((path) =>
        (['GET', 'POST'] as const).map((method): Route => ({
          origin: 'app',
          method,
          path,
          endpoint: 'api',
          enabled: () => this.switches.appAnswersHtml,
          handle: () => textAnswer(webPage, 200, 'text/html'),
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
      throw invalidRequest('malformed_code_challenge', 'The code_challenge is no SHA-256 in base64url');
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

  #token(call: Call): Answer {
    const form = this.#publicForm(call);
    this.#checkGrantType(form, 'authorization_code');
    const code = this.grants.findCode(required(form, 'code'), this.#activeClient(form));
    if (required(form, 'redirect_uri') !== code.redirectURI) {
      throw invalidGrant(
        'redirect_uri_mismatch',
        'The redirect_uri is not that of the authorization request',
      );
    }
    const verifier = required(form, 'code_verifier');
    if (!matchesChallenge(verifier, code.challenge ?? '')) {
      throw invalidGrant('code_verifier_mismatch', 'The code_verifier does not belong to the code_challenge');
    }
    return this.#tokenAnswer(this.grants.useCode(code), true);
  }

  #refresh(call: Call): Answer {
    const form = this.#publicForm(call);
    this.#checkGrantType(form, 'refresh_token');
    const rotate = this.switches.rotateRefreshTokens;
    const client = this.#activeClient(form);
    return this.#tokenAnswer(
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

  #tokenAnswer(grant: Grant<KonProUser>, withRefreshToken: boolean): Answer {
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
    return jsonAnswer(this.switches.dataWrapper ? { data: tokens } : tokens);
  }

  #account(call: Call): Answer {
    const { account } = this.#caller(call);
    return jsonAnswer(this.switches.unwrappedAccount ? account : { code: 100, data: account, message: null });
  }

  #me(call: Call): Answer {
    const { me } = this.#caller(call);
    return jsonAnswer(this.switches.wrappedUserMe ? { code: 100, data: me, message: null } : me);
  }

  /** Any other endpoint of the API, under the documentation's name for it. */
  #someEndpoint(call: Call): Answer {
    this.#caller(call);
    return jsonAnswer({ code: 100, data: {}, message: null });
  }

  /** Exactly one of `Authorization: Bearer` and `X-API-KEY`. */
  #caller(call: Call): KonProUser {
    const key = call.headers['x-api-key'];
    const token = bearerToken(call);
    if (token !== undefined && key !== undefined) {
      throw invalidRequest('two_credentials', 'Send either Authorization or X-API-KEY, not both');
    }
    if (token !== undefined) return this.grants.findAccessToken(token).user;
    if (key === undefined)
      throw invalidToken('missing_token', 'Neither Authorization nor X-API-KEY was sent');
    const user = this.users.find((known) => known.apiToken === key);
    if (!user) throw invalidToken('unknown_api_token', 'The API token is unknown');
    return user;
  }

  #inTokenForm(action: () => Answer): Answer {
    const form = this.switches.tokenErrorForm;
    return form === 'konpro' ? action() : inForm((refusal) => tokenErrorAnswer(refusal, form), action);
  }

  refuse(refusal: Refusal, origin: string): Answer {
    return origin === 'app' ? pageErrorAnswer(refusal) : apiErrorAnswer(refusal);
  }
}
