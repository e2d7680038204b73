import { decisionHeaders } from '../../authorization/authorization';
import { type AuthorizationRequest } from '../../authorization/request';
import { type Call } from '../../http/request';
import { type EmulatedUser } from '../../emulated-provider';
import { unsupportedMethod } from './errors';

const cookie = 'coinpay_emulator_session';

/** What each user allowed each application, and how a browser is known again. */
export class CoinPayConsents {
  readonly #isOn: () => boolean;
  /** The newest first: it counts. */
  readonly #given: { user: string; client: string; scope: readonly string[] }[] = [];

  constructor(isOn: () => boolean) {
    this.#isOn = isOn;
  }

  cover({ client, scope }: AuthorizationRequest, user: EmulatedUser): boolean {
    if (!this.#isOn()) return false;
    const last = this.#given.find((known) => known.user === user.id && known.client === client.clientID);
    return last !== undefined && scope.every((name) => last.scope.includes(name));
  }

  /** What the consent page posts is judged once more; where a consent is remembered, nothing is posted. */
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

  /** The id or e-mail of who is signed in: by the header that names a user, or by the cookie. */
  signedIn({ headers }: Call): string | undefined {
    const header = headers[decisionHeaders.user];
    if (typeof header === 'string') return decodeURIComponent(header);
    return new RegExp(`(?:^|; )${cookie}=([\\w-]+)`).exec(headers.cookie ?? '')?.[1];
  }
}
