import { type EmulatedResponse, jsonResponse } from '../../http/response';
import { type Route, apiRoute } from '../../http/route';
import { readChallenge } from '../../authorization/code-request';
import { type AuthorizationRequest } from '../../authorization/request';
import { type Call, optional } from '../../http/request';
import { type RegisteredClient } from '../../emulated-provider';
import { type Accent } from '../../pages/style';
import { ProviderBase, type ProviderContext } from '../../provider-base';
import { type Refusal } from '../../http/refusal';
import { KeyRing } from '../../oidc/signing-keys';
import { opaqueToken } from '../../authorization/tokens';
import { registerClients } from '../../authorization/clients';
import { profileMembers } from './claims';
import { errorResponse } from './errors';
import * as kid from './kid';
import { type KoompiParts, apiPath, bearerGrant, paths } from './parts';
import { readScope, scopeWords } from './scopes';
import {
  type KoompiEmulator,
  type KoompiKidOptions,
  type KoompiOptions,
  type KoompiSwitches,
  defaultSwitches,
} from './switches';
import { refreshEndpoint, tokenEndpoint } from './tokens';
import { type KoompiUser, koompiUsers } from './users';
import { type KoompiToken, type KoompiTokenName, koompiTokens } from './erc20-tokens';
import { KoompiLedger } from './wallet';
import * as wallet from './wallet-calls';

const origin = 'api';

export class KoompiProvider
  extends ProviderBase<KoompiSwitches, KoompiUser, KoompiOptions>
  implements KoompiEmulator
{
  readonly name = 'koompi';
  readonly title = 'KOOMPI';
  readonly accent: Accent = { light: ['#0b6e7f', '#ffffff'], dark: ['#66d9e8', '#06262b'] };
  readonly originNames: readonly string[] = [origin];
  readonly authorizationOrigin = 'api';
  readonly authorizationPaths: readonly string[] = Object.values(paths).map(
    ({ authorization }) => authorization,
  );
  readonly users: readonly KoompiUser[] = koompiUsers;
  readonly client: RegisteredClient;
  readonly otherClient: RegisteredClient;
  readonly inactiveClient: RegisteredClient;
  readonly switches: KoompiSwitches = defaultSwitches();
  readonly keys: KeyRing = new KeyRing(() => 'RS256', 'koompi-hs256');
  readonly tokens: Readonly<Record<KoompiTokenName, KoompiToken>> = koompiTokens;
  readonly wallet: KoompiLedger = new KoompiLedger(koompiUsers);
  readonly #parts: KoompiParts;

  constructor(context: ProviderContext) {
    super(context);
    [this.client, this.otherClient, this.inactiveClient] = registerClients('koompi', context.callbackURLs, [
      { clientID: 'pk_test_emulator', clientSecret: 'sk_test_emulator_secret' },
      { clientID: 'pk_test_other', clientSecret: 'sk_test_other_secret' },
      { clientID: 'pk_test_inactive', clientSecret: 'sk_test_inactive_secret' },
    ]);
    this.#parts = {
      grants: this.grants,
      clock: this.clock,
      switches: this.switches,
      keys: this.keys,
      ledger: this.wallet,
      origin: () => this.#baseURL,
      issuer: () => this.switches.issuer ?? this.#baseURL,
      clients: () => [this.client, this.otherClient, this.inactiveClient],
    };
  }

  get options(): KoompiOptions {
    const { authorization, token, refresh, userInfo } = paths[this.switches.generation];
    const baseURL = this.#baseURL;
    return {
      clientID: this.client.clientID,
      clientSecret: this.client.clientSecret ?? '',
      authorizationURL: baseURL + authorization,
      tokenURL: baseURL + token,
      refreshURL: baseURL + refresh,
      userProfileURL: baseURL + userInfo,
      apiURL: baseURL + apiPath,
      ...(this.switches.generation === 'kid'
        ? { issuer: baseURL, revocationURL: baseURL + paths.kid.revocation }
        : {}),
    };
  }

  get kidOptions(): KoompiKidOptions {
    const { clientID, clientSecret, apiURL } = this.options;
    return { preset: 'kid', clientID, clientSecret, issuer: this.#baseURL, apiURL };
  }

  get #baseURL(): string {
    return this.origins[origin] ?? '';
  }

  protected override authorizationPathEnabled(path: string): boolean {
    const isV1 = path === paths.v1.authorization;
    return isV1 ? this.#serves('v1') : path === paths[this.switches.generation].authorization;
  }

  #serves(generation: keyof typeof paths): boolean {
    const { generation: current, v1Paths } = this.switches;
    return generation === 'v1' ? v1Paths && current === 'v2' : generation === current;
  }

  protected serviceRoutes(): readonly Route[] {
    return [...this.#v2Routes('v2'), ...this.#v2Routes('v1'), ...this.#kidRoutes(), ...this.#walletRoutes()];
  }

  #v2Routes(generation: 'v1' | 'v2'): readonly Route[] {
    const parts = this.#parts;
    const isOn = (): boolean => this.#serves(generation);
    const { token, userInfo } = paths[generation];
    const routes = [
      apiRoute('POST', token, 'token', (call) => tokenEndpoint(parts, call), isOn),
      apiRoute('GET', userInfo, 'userProfile', (call) => this.#userInfo(call), isOn),
    ];
    if (generation === 'v1') return routes;
    return [
      ...routes,
      apiRoute('POST', paths.v2.refresh, 'refresh', (call) => refreshEndpoint(parts, call), isOn),
    ];
  }

  #kidRoutes(): readonly Route[] {
    const parts = this.#parts;
    const isOn = (): boolean => this.#serves('kid');
    const { token, userInfo, revocation, jwks, discovery } = paths.kid;
    const isDiscovered = (): boolean => isOn() && this.switches.discovery;
    return [
      apiRoute('POST', token, 'token', (call) => kid.tokenEndpoint(parts, call), isOn),
      apiRoute('GET', userInfo, 'userProfile', (call) => kid.userInfoEndpoint(parts, call), isOn),
      apiRoute('POST', revocation, 'revocation', (call) => kid.revocationEndpoint(parts, call), isOn),
      apiRoute('GET', jwks, 'jwks', () => kid.jwksEndpoint(parts), isOn),
      apiRoute('GET', discovery, 'discovery', () => kid.discoveryEndpoint(parts), isDiscovered),
    ];
  }

  #walletRoutes(): readonly Route[] {
    const parts = this.#parts;
    const balance = `${apiPath}/erc20/balance`;
    const balanceEndpoint = (call: Call): EmulatedResponse => wallet.balanceEndpoint(parts, call);
    const allows = (method: 'get' | 'post') => (): boolean =>
      ['any', method].includes(this.switches.balanceMethods);
    return [
      apiRoute('POST', `${apiPath}/erc20/transfer`, 'transfer', (call) =>
        wallet.transferEndpoint(parts, call),
      ),
      apiRoute('GET', balance, 'balance', balanceEndpoint, allows('get')),
      apiRoute('POST', balance, 'balance', balanceEndpoint, allows('post')),
      apiRoute('POST', `${apiPath}/erc1155/mint`, 'mint', (call) => wallet.mintEndpoint(parts, call)),
      apiRoute('POST', `${apiPath}/erc1155/burn`, 'burn', (call) => wallet.burnEndpoint(parts, call)),
    ];
  }

  /** Only `client_id` and `redirect_uri` are required. Unknown parameters are ignored†. */
  readAuthorization(
    call: Call,
    client: RegisteredClient,
    redirectURI: string,
    state: string | undefined,
  ): AuthorizationRequest {
    const challenge = readChallenge(call.query, this.switches.pkce === 'required');
    const scope = readScope(optional(call.query, 'scope'), this.switches);
    const nonce = this.#serves('kid') ? optional(call.query, 'nonce') : undefined;
    return { client, redirectURI, state, scope, challenge, nonce };
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

  #userInfo(call: Call): EmulatedResponse {
    const grant = bearerGrant(this.#parts, call);
    const user = profileMembers(this.switches, grant);
    return jsonResponse({
      user,
      ...(this.switches.extraMembers ? { scopes: grant.scope } : {}),
      status: 'success',
    });
  }

  refuse(refusal: Refusal): EmulatedResponse {
    return errorResponse(refusal, this.switches.errorForm);
  }
}
