import { randomBytes } from 'node:crypto';
import { type EmulatedResponse } from '../../http/response';
import { type Call } from '../../http/request';
import { type RegisteredClient } from '../../emulated-provider';
import { type Grant } from '../../authorization/grants';
import { type Route } from '../../http/route';
import { Refusal } from '../../http/refusal';
import { sameText, signedToken } from '../../authorization/tokens';
import { type KomerzaParts } from './access';
import { apiRoute, success } from './responses';
import { type KomerzaExchangeError } from './switches';
import { type KomerzaUser } from './users';

type FindClient = (clientID: string) => RegisteredClient | undefined;

/** `GET /oauth2/{appId}/exchange/{code}`. */
export class KomerzaExchange {
  readonly #parts: KomerzaParts;
  readonly #findClient: FindClient;
  readonly #signingKey = randomBytes(32);

  constructor(parts: KomerzaParts, findClient: FindClient) {
    this.#parts = parts;
    this.#findClient = findClient;
  }

  routes(): readonly Route[] {
    const path = '/oauth2/:appId/exchange/:code';
    return [
      apiRoute('GET', path, 'token', (call, { appId = '', code = '' }) => this.#exchange(call, appId, code)),
    ];
  }

  #exchange(call: Call, appID: string, code: string): EmulatedResponse {
    const { clock, grants, switches } = this.#parts;
    if (switches.strictExchange) checkNothingElseSent(call);
    const client = this.#client(appID, call.headers['x-client-secret']);
    const grant = this.#redeem(code, client);
    const iat = Math.floor(clock.now() / 1000);
    const token = signedToken({ sub: grant.user.id, app: client.clientID, iat }, this.#signingKey);
    grants.addAccessToken(token, grant, Infinity);
    return success(switches, token);
  }

  #client(appID: string, secret: string | string[] | undefined): RegisteredClient {
    const client = this.#findClient(appID);
    if (!client) throw this.#refusal('app_not_found', 'unknown_client', 'No application has this id');
    if (!client.active) {
      throw this.#refusal('app_not_found', 'inactive_client', 'This application is switched off');
    }
    if (typeof secret !== 'string' || secret === '') {
      const words = 'The X-Client-Secret header is missing';
      throw this.#refusal('invalid_client_secret', 'missing_client_secret', words);
    }
    if (sameText(secret, client.clientSecret ?? '')) return client;
    throw this.#refusal('invalid_client_secret', 'wrong_client_secret', 'The client secret is wrong');
  }

  #redeem(value: string, client: RegisteredClient): Grant<KomerzaUser> {
    const { grants } = this.#parts;
    try {
      return grants.useCode(grants.findCode(value, client));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const name = error.reason === 'code_expired' ? 'code_expired' : 'invalid_code';
      throw this.#refusal(name, error.reason, error.message);
    }
  }

  #refusal(name: KomerzaExchangeError, reason: string, words: string): Refusal {
    return new Refusal(this.#parts.switches.exchangeStatus[name], name, reason, words);
  }
}

function checkNothingElseSent(call: Call): void {
  const unsupported = (reason: string, words: string): Refusal =>
    new Refusal(400, 'UnsupportedRequest', reason, words);
  if (call.headers.authorization !== undefined) {
    throw unsupported('authorization_header', 'The exchange takes X-Client-Secret instead of Authorization');
  }
  if (Object.keys(call.query).length > 0) throw unsupported('query_sent', 'The exchange takes no query');
  if (call.rawBody !== '') throw unsupported('body_sent', 'The exchange takes no body');
}
