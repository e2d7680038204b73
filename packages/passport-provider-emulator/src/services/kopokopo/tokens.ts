import { type EmulatedResponse, jsonResponse } from '../../http/response';
import { type Call, type Fields, formBody, jsonBody, optional, required } from '../../http/request';
import { checkCodeRequest } from '../../authorization/code-request';
import { type Clock } from '../../authorization/clock';
import { basicCredentials } from '../../http/basic-credentials';
import { type RegisteredClient } from '../../emulated-provider';
import { type Grant, type GrantBook } from '../../authorization/grants';
import { keepLastEntry } from '../../http/keep-last';
import { Refusal, invalidClient } from '../../http/refusal';
import { opaqueToken, sameText } from '../../authorization/tokens';
import { type KopoKopoSwitches, type KopoKopoUser } from './switches';
import { kenyanTime } from './time';

/** A token of an application, or †of a merchant who approved it. */
export interface IssuedToken {
  readonly client: RegisteredClient;
  readonly grant: Grant<KopoKopoUser> | undefined;
  readonly createdAt: number;
  expiresAt: number;
  revoked: boolean;
}

export interface KopoKopoParts {
  readonly clock: Clock;
  readonly switches: KopoKopoSwitches;
  readonly grants: GrantBook<KopoKopoUser>;
  readonly findClient: (clientID: string) => RegisteredClient | undefined;
}

/** The OAuth endpoints and their tokens. */
export class KopoKopoTokens {
  readonly #parts: KopoKopoParts;
  readonly #tokens = new Map<string, IssuedToken>();

  constructor(parts: KopoKopoParts) {
    this.#parts = parts;
  }

  /** The token of an API call, or why it is not valid. */
  find(value: string): IssuedToken | 'unknown_token' | 'token_expired' {
    const token = this.#tokens.get(value);
    if (!token || token.revoked || token.grant?.revoked) return 'unknown_token';
    return this.#parts.clock.now() >= token.expiresAt ? 'token_expired' : token;
  }

  /** Makes every valid token expire now. Returns their number. */
  expireAll(): number {
    const live = [...this.#tokens.keys()].map((value) => this.find(value));
    const expired = live.filter((token) => typeof token !== 'string');
    for (const token of expired) token.expiresAt = this.#parts.clock.now();
    return expired.length;
  }

  tokenEndpoint(call: Call): EmulatedResponse {
    const body = this.#body(call, true);
    const grantType = required(body, 'grant_type');
    const { authorizationCode } = this.#parts.switches;
    if (grantType === 'client_credentials') return this.#issue(this.#client(body), undefined);
    if (grantType === 'authorization_code' && authorizationCode) return this.#exchange(body);
    throw new Refusal(
      400,
      'unsupported_grant_type',
      'unsupported_grant_type',
      'The authorization grant type is not supported by the authorization server.',
    );
  }

  introspectionEndpoint(call: Call): EmulatedResponse {
    const body = this.#body(call, this.#parts.switches.tolerateNodeSdk);
    const client = this.#client(body);
    const token = this.find(required(body, 'token'));
    if (typeof token === 'string' || token.client !== client) return jsonResponse({ active: false });
    const { introspectionTimes } = this.#parts.switches;
    return jsonResponse({
      active: true,
      scope: token.grant?.scope.join(' ') ?? '',
      client_id: client.clientID,
      token_type: 'Bearer',
      exp: timeIn(introspectionTimes, token.expiresAt),
      iat: timeIn(introspectionTimes, token.createdAt),
    });
  }

  /** The response is the same for unknown tokens and †those of other clients. */
  revocationEndpoint(call: Call): EmulatedResponse {
    const body = this.#body(call, this.#parts.switches.tolerateNodeSdk);
    const client = this.#client(body);
    const token = this.#tokens.get(required(body, 'token'));
    if (token?.client === client) token.revoked = true;
    return jsonResponse({});
  }

  tokenInfoEndpoint({ client, grant, createdAt, expiresAt }: IssuedToken): EmulatedResponse {
    return jsonResponse({
      resource_owner_id: grant?.user.id ?? null,
      scope: grant?.scope ?? [],
      expires_in: Math.floor((expiresAt - this.#parts.clock.now()) / 1000),
      application: { uid: client.clientID },
      created_at: timeIn(this.#parts.switches.createdAt, createdAt),
    });
  }

  #issue(client: RegisteredClient, grant: Grant<KopoKopoUser> | undefined): EmulatedResponse {
    const { clock, switches } = this.#parts;
    const access_token = opaqueToken(37);
    const createdAt = clock.now();
    const expiresAt = createdAt + switches.accessLifetime * 1000;
    keepLastEntry(this.#tokens, access_token, { client, grant, createdAt, expiresAt, revoked: false });
    return jsonResponse({
      access_token,
      token_type: 'Bearer',
      expires_in: switches.accessLifetime,
      created_at: timeIn(switches.createdAt, createdAt),
    });
  }

  #exchange(body: Fields): EmulatedResponse {
    const { grants } = this.#parts;
    const client = this.#client(body);
    const code = grants.findCode(required(body, 'code'), client);
    checkCodeRequest(code, body);
    return this.#issue(client, grants.useCode(code));
  }

  #client(body: Fields): RegisteredClient {
    const client = this.#parts.findClient(required(body, 'client_id'));
    const secret = optional(body, 'client_secret') ?? '';
    if (!client) throw invalidClient('unknown_client', 'Client authentication failed: unknown client.');
    if (!client.active) throw invalidClient('inactive_client', 'Client authentication failed: switched off.');
    if (sameText(secret, client.clientSecret ?? '')) return client;
    throw invalidClient('wrong_client_secret', 'Client authentication failed: wrong client_secret.');
  }

  #body(call: Call, takesJson: boolean): Fields {
    const header = call.headers.authorization;
    const basic = basicCredentials(header);
    const isSdkHeader = header === 'Bearer null' && this.#parts.switches.tolerateNodeSdk;
    if (header !== undefined && !basic && !isSdkHeader) {
      throw invalidClient('authorization_not_basic', 'The Authorization header here can only be Basic');
    }
    const body = takesJson && call.mediaType === 'application/json' ? jsonBody(call) : formBody(call);
    return basic ? { ...body, ...basic } : body;
  }
}

function timeIn(form: 'epoch' | 'iso', milliseconds: number): number | string {
  return form === 'iso' ? kenyanTime(milliseconds) : Math.floor(milliseconds / 1000);
}
