import { randomBytes } from 'node:crypto';
import { type Answer, jsonAnswer } from '../answer';
import { type AuthorizationRequest } from '../authorization';
import { type Call, type Fields, bearerToken, jsonBody, optional, required } from '../call';
import { type RegisteredClient } from '../emulated-provider';
import { type AuthorizationCode, type Grant } from '../grants';
import { type Accent } from '../page-style';
import { ProviderBase, type ProviderContext, type Route } from '../provider-base';
import { Refusal, invalidClient, invalidGrant, invalidRequest, invalidToken } from '../refusal';
import { isChallenge, matchesChallenge, opaqueToken, sameText, signedToken } from '../tokens';
import { registerClients } from './clients';
import { errorAnswer } from './koompi-errors';
import { readScope, scopeWords } from './koompi-scopes';
import { type KoompiOptions, type KoompiSwitches } from './koompi-switches';
import { type KoompiUser, koompiUsers } from './koompi-users';

const accessLifetime = 3600;
const refreshLifetime = 31_536_000;

export class KoompiProvider extends ProviderBase<KoompiSwitches, KoompiUser, KoompiOptions> {
  readonly name = 'koompi';
  readonly title = 'KOOMPI';
  readonly accent: Accent = { light: ['#0b6e7f', '#ffffff'], dark: ['#66d9e8', '#06262b'] };
  readonly originNames: readonly string[] = ['api'];
  readonly authorizationOrigin = 'api';
  readonly authorizationPaths: readonly string[] = ['/v2/oauth', '/v1/oauth'];
  readonly users: readonly KoompiUser[] = koompiUsers;
  readonly client: RegisteredClient;
  readonly otherClient: RegisteredClient;
  readonly inactiveClient: RegisteredClient;
  readonly switches: KoompiSwitches = {
    codeLifetime: 600,
    denial: 'error',
    authorizeErrors: 'page',
    v1Paths: false,
    omitUser: false,
    omitTokenType: false,
    replaceState: false,
    omitState: false,
    pkce: 'tolerant',
    walletNeedsScope: true,
    extraMembers: false,
    unknownScope: 'refuse',
    refuseGrantTypeOnRefresh: true,
    errorForm: 'oauth',
  };
  readonly #signingKey = randomBytes(32);

  constructor(context: ProviderContext) {
    super(context);
    [this.client, this.otherClient, this.inactiveClient] = registerClients('koompi', context.callbackURLs, [
      { clientID: 'pk_test_emulator', clientSecret: 'sk_test_emulator_secret' },
      { clientID: 'pk_test_other', clientSecret: 'sk_test_other_secret' },
      { clientID: 'pk_test_inactive', clientSecret: 'sk_test_inactive_secret' },
    ]);
  }

  get options(): KoompiOptions {
    const api = this.origins['api'] ?? '';
    return {
      clientID: this.client.clientID,
      clientSecret: this.client.clientSecret ?? '',
      authorizationURL: `${api}/v2/oauth`,
      tokenURL: `${api}/v2/oauth/token`,
      refreshURL: `${api}/v2/oauth/refresh`,
      userProfileURL: `${api}/v2/oauth/userinfo`,
    };
  }

  protected override authorizationPathEnabled(path: string): boolean {
    return path.startsWith('/v2/') || this.switches.v1Paths;
  }

  protected serviceRoutes(): readonly Route[] {
    const origin = 'api';
    const versions = ['/v2', '/v1'].flatMap((version): Route[] => {
      const enabled = (): boolean => version === '/v2' || this.switches.v1Paths;
      const token = (call: Call): Answer => this.#token(call);
      const userInfo = (call: Call): Answer => this.#userInfo(call);
      return [
        { origin, method: 'POST', path: `${version}/oauth/token`, endpoint: 'token', enabled, handle: token },
        {
          origin,
          method: 'GET',
          path: `${version}/oauth/userinfo`,
          endpoint: 'userProfile',
          enabled,
          handle: userInfo,
        },
      ];
    });
    const refresh = (call: Call): Answer => this.#refresh(call);
    return [
      ...versions,
      { origin, method: 'POST', path: '/v2/oauth/refresh', endpoint: 'refresh', handle: refresh },
    ];
  }

  /** Only `client_id` and `redirect_uri` are needed; parameters that KOOMPI does not know are ignored†. */
  readAuthorization(
    call: Call,
    client: RegisteredClient,
    redirectURI: string,
    state: string | undefined,
  ): AuthorizationRequest {
    const challenge = optional(call.query, 'code_challenge');
    if (challenge === undefined && this.switches.pkce === 'required') {
      throw invalidRequest('missing_code_challenge', 'The parameter code_challenge is missing');
    }
    if (challenge !== undefined) {
      if (optional(call.query, 'code_challenge_method') !== 'S256') {
        throw invalidRequest('code_challenge_method', 'The code_challenge_method must be S256');
      }
      if (!isChallenge(challenge)) {
        throw invalidRequest('malformed_code_challenge', 'The code_challenge is no SHA-256 in base64url');
      }
    }
    const scope = readScope(optional(call.query, 'scope'), this.switches.unknownScope);
    return { client, redirectURI, state, scope, challenge };
  }

  permissionsInWords(request: AuthorizationRequest): readonly string[] {
    return request.scope.map((name) => scopeWords[name] ?? name);
  }

  protected newCode(): string {
    return opaqueToken();
  }

  protected override callbackState(request: AuthorizationRequest): string | undefined {
    if (this.switches.omitState) return undefined;
    return this.switches.replaceState ? `koompi-${opaqueToken(18)}` : request.state;
  }

  protected override requiredState(callbackState: string | undefined): string | undefined {
    return this.switches.replaceState ? callbackState : undefined;
  }

  #token(call: Call): Answer {
    const body = jsonBody(call);
    const client = this.#authenticate(call, body);
    if (required(body, 'grant_type') !== 'authorization_code') {
      throw new Refusal(
        400,
        'unsupported_grant_type',
        'unsupported_grant_type',
        'The grant_type must be authorization_code',
      );
    }
    const code = this.grants.findCode(required(body, 'code'), client);
    if (required(body, 'redirect_uri') !== code.redirectURI) {
      throw invalidGrant(
        'redirect_uri_mismatch',
        'The redirect_uri is not that of the authorization request',
      );
    }
    if (code.state !== undefined && required(body, 'state') !== code.state) {
      throw invalidGrant('state_mismatch', 'The state is not that of the callback');
    }
    this.#checkVerifier(code, optional(body, 'code_verifier'));
    return this.#tokenAnswer(this.grants.useCode(code));
  }

  #checkVerifier({ challenge }: AuthorizationCode, verifier: string | undefined): void {
    if (verifier === undefined) {
      if (this.switches.pkce === 'tolerant') return;
      throw invalidRequest('missing_code_verifier', 'The parameter code_verifier is missing');
    }
    if (challenge !== undefined && !matchesChallenge(verifier, challenge)) {
      throw invalidGrant('code_verifier_mismatch', 'The code_verifier does not belong to the code_challenge');
    }
  }

  #tokenAnswer(grant: Grant<KoompiUser>): Answer {
    const { _id, fullname, email, wallet_address } = grant.user.profile;
    const { access_token, refresh_token } = this.#issue(grant);
    return jsonAnswer({
      access_token,
      ...(this.switches.omitTokenType ? {} : { token_type: 'Bearer' }),
      expires_in: accessLifetime,
      refresh_token,
      ...(this.switches.omitTokenType ? { refresh_token_expires_in: refreshLifetime } : {}),
      scope: grant.scope.join(' '),
      ...(this.switches.omitUser ? {} : { user: { _id, fullname, email, wallet_address } }),
    });
  }

  #issue(grant: Grant<KoompiUser>): { access_token: string; refresh_token: string } {
    const iat = Math.floor(this.clock.now() / 1000);
    const claims = { sub: grant.user.id, client_id: grant.client.clientID, iat, exp: iat + accessLifetime };
    const access_token = signedToken(claims, this.#signingKey);
    const refresh_token = opaqueToken(48);
    this.grants.addAccessToken(access_token, grant, accessLifetime);
    this.grants.addRefreshToken(refresh_token, grant, refreshLifetime);
    return { access_token, refresh_token };
  }

  #refresh(call: Call): Answer {
    const body = jsonBody(call);
    const client = this.#authenticate(call, body);
    if (this.switches.refuseGrantTypeOnRefresh && Object.hasOwn(body, 'grant_type')) {
      throw invalidRequest('grant_type_on_refresh', 'A refresh request has no grant_type');
    }
    const grant = this.grants.takeRefreshToken(required(body, 'refresh_token'), client, true);
    return jsonAnswer({
      ...this.#issue(grant),
      expires_in: accessLifetime,
      refresh_token_expires_in: refreshLifetime,
      scope: grant.scope.join(' '),
    });
  }

  /** The secret counts in the body only; Basic is refused†. */
  #authenticate(call: Call, body: Fields): RegisteredClient {
    if (call.headers.authorization !== undefined) {
      throw invalidClient('authorization_header', 'The client secret belongs in the body, not in a header');
    }
    const client = this.findClient(required(body, 'client_id'));
    if (!client) throw invalidClient('unknown_client', 'No application has this client_id');
    if (!client.active) throw invalidClient('inactive_client', 'This application is switched off');
    if (!sameText(required(body, 'client_secret'), client.clientSecret ?? '')) {
      throw invalidClient('wrong_client_secret', 'The client_secret is wrong');
    }
    return client;
  }

  #userInfo(call: Call): Answer {
    const token = bearerToken(call);
    if (token === undefined) throw invalidToken('missing_token', 'The Authorization header is missing');
    const { user, scope } = this.grants.findAccessToken(token);
    const { email, telegram_id, wallet_address, _id, ...basic } = user.profile;
    const { phone, ...names } = user.extra;
    const extra = this.switches.extraMembers;
    const wallet = !this.switches.walletNeedsScope || scope.some((name) => name.startsWith('wallet.'));
    return jsonAnswer({
      user: {
        _id,
        ...(scope.includes('profile.basic') ? { ...basic, ...(extra ? names : {}) } : {}),
        ...(scope.includes('profile.contact') ? { email, telegram_id, ...(extra ? { phone } : {}) } : {}),
        ...(wallet ? { wallet_address } : {}),
      },
      ...(extra ? { scopes: scope } : {}),
      status: 'success',
    });
  }

  refuse(refusal: Refusal): Answer {
    return errorAnswer(refusal, this.switches.errorForm);
  }
}
