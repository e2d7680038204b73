import { type EmulatedResponse, inForm, jsonResponse, withHeaders } from '../../http/response';
import { type Route, apiRoute } from '../../http/route';
import { withParameters } from '../../authorization/authorization';
import { type AuthorizationRequest, type TrustedClient } from '../../authorization/request';
import { type Call, jsonBody, optional } from '../../http/request';
import { type EmulatedUser, type RegisteredClient } from '../../emulated-provider';
import { type Accent } from '../../pages/style';
import { ProviderBase, type ProviderContext } from '../../provider-base';
import { type Refusal } from '../../http/refusal';
import { KeyRing } from '../../oidc/signing-keys';
import { registerClients } from '../../authorization/clients';
import { checkBinding, readRequest, scopeWords, trustedClient } from './authorization';
import { CoinPayConsents } from './consents';
import { apiErrorResponse, errorResponse, refusal } from './errors';
import { CoinPayLimits } from './limits';
import { type CoinPayParts, paths, userInfoPath } from './parts';
import * as resources from './resources';
import {
  type CoinPayEmulator,
  type CoinPayOptions,
  type CoinPayPublishedOptions,
  type CoinPaySwitches,
  defaultSwitches,
} from './switches';
import { revocationEndpoint, tokenEndpoint, hexToken } from './tokens';
import { type CoinPayUser, coinpayUsers } from './users';

const origin = 'api';
const foreignIssuer = 'https://attacker.example-business.com';

export class CoinPayProvider
  extends ProviderBase<CoinPaySwitches, CoinPayUser, CoinPayOptions>
  implements CoinPayEmulator
{
  readonly name = 'coinpay';
  readonly title = 'CoinPay';
  readonly accent: Accent = { light: ['#1b5cb8', '#ffffff'], dark: ['#8cc2ff', '#062244'] };
  readonly originNames: readonly string[] = [origin];
  readonly authorizationOrigin = 'api';
  readonly authorizationPaths: readonly string[] = [
    paths.documented.authorization,
    paths.published.authorization,
  ];
  readonly users: readonly CoinPayUser[] = coinpayUsers;
  readonly client: RegisteredClient;
  readonly otherClient: RegisteredClient;
  readonly inactiveClient: RegisteredClient;
  readonly switches: CoinPaySwitches = defaultSwitches();
  override readonly denialText: string = 'User denied the request';
  readonly keys: KeyRing;
  readonly #parts: CoinPayParts;
  readonly #limits: CoinPayLimits;
  readonly #consents = new CoinPayConsents(
    () => this.switches.server === 'published' && this.switches.rememberConsent,
  );

  constructor(context: ProviderContext) {
    super(context);
    [this.client, this.otherClient, this.inactiveClient] = registerClients('coinpay', context.callbackURLs, [
      { clientID: 'cpc_emulator', clientSecret: 'cps_emulator_secret' },
      { clientID: 'cpc_other', clientSecret: 'cps_other_secret' },
      { clientID: 'cpc_inactive', clientSecret: 'cps_inactive_secret' },
    ]);
    const usualAlgorithm = (): 'HS256' | 'RS256' =>
      this.switches.server === 'published' ? 'HS256' : 'RS256';
    this.keys = new KeyRing(usualAlgorithm, 'coinpay-oidc-hs256');
    this.#limits = new CoinPayLimits(context.clock);
    this.#parts = {
      grants: this.grants,
      clock: this.clock,
      switches: this.switches,
      keys: this.keys,
      origin: () => this.#baseURL,
      issuer: () => this.switches.issuer ?? this.#baseURL,
      findClient: (clientID) => this.findClient(clientID),
    };
  }

  get options(): CoinPayOptions {
    const { server, revocation } = this.switches;
    const { authorization, token, jwks, revocation: revocationPath } = paths[server];
    return {
      clientID: this.client.clientID,
      clientSecret: this.client.clientSecret ?? '',
      issuer: this.#baseURL,
      authorizationURL: this.#baseURL + authorization,
      tokenURL: this.#baseURL + token,
      userProfileURL: this.#baseURL + userInfoPath,
      jwksURL: this.#baseURL + jwks,
      ...(revocation ? { revocationURL: this.#baseURL + revocationPath } : {}),
    };
  }

  override get environmentPrefix(): string {
    return 'COINPAY_OAUTH';
  }

  get publishedOptions(): CoinPayPublishedOptions {
    const { clientID, clientSecret, issuer } = this.options;
    return { preset: 'published', clientID, clientSecret, issuer };
  }

  get #baseURL(): string {
    return this.origins[origin] ?? '';
  }

  override guard(_origin: string, call: Call): void {
    const isCounted = this.switches.rateLimits && this.switches.server === 'published';
    if (isCounted && call.path.startsWith('/api/')) this.#limits.count(call);
  }

  protected override authorizationPathEnabled(path: string): boolean {
    return path === paths[this.switches.server].authorization;
  }

  protected serviceRoutes(): readonly Route[] {
    const parts = this.#parts;
    const walletsPath = '/api/wallets';
    return [
      ...this.#serverRoutes('documented'),
      ...this.#serverRoutes('published'),
      apiRoute('GET', userInfoPath, 'userProfile', (call) => resources.userInfoEndpoint(parts, call)),
      apiRoute(
        'GET',
        '/.well-known/openid-configuration',
        'discovery',
        () => resources.discoveryEndpoint(parts),
        () => this.switches.discovery,
      ),
      apiRoute('GET', '/api/oauth/clients/lookup', 'clientLookup', (call) =>
        resources.clientLookupEndpoint(parts, call),
      ),
      apiRoute('GET', walletsPath, 'wallets', (call) =>
        inForm(apiErrorResponse, () => resources.walletsEndpoint(parts, call)),
      ),
      apiRoute('POST', walletsPath, 'wallets', (call) =>
        inForm(apiErrorResponse, () => resources.refuseWalletCreation(parts, call)),
      ),
    ];
  }

  /** The endpoints whose paths differ between the two servers. */
  #serverRoutes(server: CoinPaySwitches['server']): readonly Route[] {
    const parts = this.#parts;
    const { authorization, token, jwks, revocation } = paths[server];
    const isThis = (): boolean => this.switches.server === server;
    const revokes = (): boolean => isThis() && this.switches.revocation;
    return [
      apiRoute('POST', authorization, 'decision', (call) => this.#consentPost(call), isThis),
      apiRoute('POST', token, 'token', (call) => withPragma(() => tokenEndpoint(parts, call)), isThis),
      apiRoute('GET', jwks, 'jwks', () => resources.jwksEndpoint(parts), isThis),
      apiRoute('POST', revocation, 'revocation', (call) => revocationEndpoint(parts, call), revokes),
    ];
  }

  override readClient(call: Call): TrustedClient {
    if (optional(call.query, 'response_type') !== 'code') throw refusal('unsupported_response_type');
    return trustedClient(this.#parts, call.query);
  }

  readAuthorization(call: Call, client: RegisteredClient, redirectURI: string): AuthorizationRequest {
    checkBinding(this.#parts, call.query);
    return readRequest(this.#parts, { client, redirectURI }, call.query);
  }

  override refuseAuthorization(error: Refusal): EmulatedResponse {
    return { ...errorResponse(error), reason: error.reason };
  }

  override redirectsErrors(error: Refusal): boolean {
    return error.code === 'invalid_scope' || super.redirectsErrors(error);
  }

  override signedInUser(call: Call): CoinPayUser | undefined {
    const wanted = this.#consents.signedIn(call);
    return wanted === undefined ? undefined : this.findUser(wanted);
  }

  override consents(request: AuthorizationRequest, user: EmulatedUser): boolean {
    return this.#consents.cover(request, user);
  }

  override recordConsent(request: AuthorizationRequest, user: EmulatedUser): void {
    this.#consents.record(request, user);
  }

  override sessionHeaders(user: EmulatedUser): Readonly<Record<string, string>> {
    return this.#consents.headers(user);
  }

  override callbackExtras(): Readonly<Record<string, string>> {
    const issuers = { never: undefined, right: this.#parts.issuer(), wrong: foreignIssuer };
    const iss = issuers[this.switches.sendIssuer];
    return iss === undefined ? {} : { iss };
  }

  override revokeUserGrant(user?: number | string): number {
    this.#consents.forget(user === undefined ? undefined : this.findUser(user));
    return super.revokeUserGrant(user);
  }

  permissionsInWords(request: AuthorizationRequest): readonly string[] {
    return request.scope.map((name) => scopeWords[name] ?? name);
  }

  protected newCode(): string {
    return hexToken();
  }

  refuse(error: Refusal): EmulatedResponse {
    return errorResponse(error);
  }

  /** The POST of the real consent page. */
  #consentPost(call: Call): EmulatedResponse {
    if (typeof call.body !== 'object' || call.body === null) throw refusal('body_not_json');
    const body = jsonBody(call);
    const trusted = trustedClient(this.#parts, body);
    const user = this.signedInUser(call);
    if (!user) throw refusal('login_required');
    const redirect = (parameters: URLSearchParams): EmulatedResponse =>
      jsonResponse({ redirect: withParameters(this, trusted.redirectURI, parameters) });
    if (optional(body, 'action') === 'deny') {
      const state = optional(body, 'state') || undefined;
      return redirect(this.deny({ ...trusted, state, scope: [], challenge: undefined }));
    }
    const request = readRequest(this.#parts, trusted, body);
    this.recordConsent(request, user);
    return redirect(this.approve(request, user, []));
  }
}

/** Token responses also have the header for old caches. */
function withPragma(action: () => EmulatedResponse): EmulatedResponse {
  return withHeaders(inForm(errorResponse, action), { Pragma: 'no-cache' });
}
