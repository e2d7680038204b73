import { decisionHeaders } from '../../authorization/authorization';
import { type AuthorizationRequest } from '../../authorization/request';
import { type Call } from '../../http/request';
import { type EmulatedUser } from '../../emulated-provider';
import { unsupportedMethod } from './errors';

const cookie = 'coinpay_emulator_session';

/** Remembers consents, and recognises browsers by a cookie. */
export class CoinPayConsents {
  readonly #isOn: () => boolean;
  /** The newest comes first, and only it counts. */
  readonly #given: { user: string; client: string; scope: readonly string[] }[] = [];

  constructor(isOn: () => boolean) {
    this.#isOn = isOn;
  }

  cover({ client, scope }: AuthorizationRequest, user: EmulatedUser): boolean {
    if (!this.#isOn()) return false;
    const last = this.#given.find((known) => known.user === user.id && known.client === client.clientID);
    return last !== undefined && scope.every((name) => last.scope.includes(name));
  }

  /** Checks the challenge method, because the real consent page posts it and the server checks it again. */
  record(request: AuthorizationRequest, user: EmulatedUser): void {
    if (this.cover(request, user)) return;
    const { challenge, challengeMethod, client, scope } = request;
    if (challenge && challengeMethod && challengeMethod !== 'S256') throw unsupportedMethod(challengeMethod);
    this.#given.unshift({ user: user.id, client: client.clientID, scope });
  }

  forget(user: EmulatedUser | undefined): void {
    const others = this.#given.filter((known) => user !== undefined && known.user !== user.id);
    this.#given.splice(0, Infinity, ...others);
  }

  headers(user: EmulatedUser): Readonly<Record<string, string>> {
    if (!this.#isOn()) return {};
    return { 'Set-Cookie': `${cookie}=${user.id}; Path=/; HttpOnly; SameSite=Lax` };
  }

  /** The id or e-mail of the user who is signed in, from the header `X-Emulator-User` or the cookie. */
  signedIn({ headers }: Call): string | undefined {
    const header = headers[decisionHeaders.user];
    if (typeof header === 'string') return decodeURIComponent(header);
    return new RegExp(`(?:^|; )${cookie}=([\\w-]+)`).exec(headers.cookie ?? '')?.[1];
  }
}
