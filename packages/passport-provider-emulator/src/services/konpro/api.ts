import { type EmulatedResponse, jsonResponse } from '../../http/response';
import { type Call, bearerToken } from '../../http/request';
import { type Clock } from '../../authorization/clock';
import { type GrantBook } from '../../authorization/grants';
import { type Route } from '../../http/route';
import { Refusal, invalidRequest, invalidToken } from '../../http/refusal';
import { KonProLimits } from './limits';
import { type KonProSwitches } from './switches';
import { type KonProUser } from './users';

interface ApiParts {
  readonly clock: Clock;
  readonly switches: KonProSwitches;
  readonly grants: GrantBook<KonProUser>;
  readonly users: readonly KonProUser[];
}

const paths = { account: '/v1/pacific/account.get', me: '/v1/user/me' } as const;

/** The API calls, by token or by key. */
export class KonProApi {
  readonly #parts: ApiParts;
  readonly #limits: KonProLimits;

  constructor(parts: ApiParts) {
    this.#parts = parts;
    this.#limits = new KonProLimits(parts.clock);
  }

  /** The path for all other calls comes last. */
  routes(): readonly Route[] {
    const route = (
      method: Route['method'],
      path: string,
      endpoint: Route['endpoint'],
      handle: Route['handle'],
    ): Route => ({ origin: 'api', method, path, endpoint, handle });
    return [
      route('GET', paths.account, 'userProfile', (call) => this.#account(call)),
      route('GET', paths.me, 'userMe', (call) => this.#me(call)),
      route('GET', '/v1/*path', 'api', (call) => this.#echo(call)),
      route('POST', '/v1/*path', 'api', (call) => this.#echo(call)),
    ];
  }

  #account(call: Call): EmulatedResponse {
    const { account } = this.#caller(call);
    return this.#parts.switches.unwrappedAccount ? jsonResponse(account) : wrapped(account);
  }

  #me(call: Call): EmulatedResponse {
    const { me } = this.#caller(call);
    return this.#parts.switches.wrappedUserMe ? wrapped(me) : jsonResponse(me);
  }

  /** † Any other call returns the request that arrived, so that a test can compare it with the intended one. */
  #echo(call: Call): EmulatedResponse {
    const { me } = this.#caller(call);
    const { method, path, query, mediaType, rawBody, body } = call;
    if (isNearlyKnown(path)) {
      throw new Refusal(404, 'not_found', 'unknown_path', 'There is nothing at this path');
    }
    if (mediaType === 'application/json' && rawBody !== '' && body === undefined) {
      throw invalidRequest('malformed_json', 'The body is not JSON');
    }
    return wrapped({ method, path, query, body: body ?? null, username: me.username });
  }

  /** Exactly one of `Authorization: Bearer` and `X-API-KEY`. */
  #caller(call: Call): KonProUser {
    const key = call.headers['x-api-key'];
    const token = bearerToken(call);
    if (token !== undefined && key !== undefined) {
      throw invalidRequest('two_credentials', 'Send either Authorization or X-API-KEY, not both');
    }
    const user = token === undefined ? this.#keyOwner(key) : this.#parts.grants.findAccessToken(token).user;
    const { rateLimits } = this.#parts.switches;
    if (rateLimits !== 'off') this.#limits.count(user.id, rateLimits === 'by-plan' ? user.plan : rateLimits);
    return user;
  }

  #keyOwner(key: string | string[] | undefined): KonProUser {
    if (key === undefined) {
      throw invalidToken('missing_token', 'Neither Authorization nor X-API-KEY was sent');
    }
    const user = this.#parts.users.find((known) => known.apiToken === key);
    if (user) return user;
    throw invalidToken('unknown_api_token', 'The API token is unknown');
  }
}

/** A documented path with other letter case or a trailing slash must not pass as a generic call. */
function isNearlyKnown(path: string): boolean {
  const plain = path.toLowerCase().replace(/\/+$/, '');
  return plain.startsWith('/v1/oauth/') || plain === paths.account || plain === paths.me;
}

function wrapped(data: unknown): EmulatedResponse {
  return jsonResponse({ code: 100, data, message: null });
}
