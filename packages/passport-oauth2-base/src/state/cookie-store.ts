import { ProviderError } from '../errors/provider-error';
import { parseJson } from '../lib/json';
import { Seal } from '../lib/seal';
import type {
  LoginRequest,
  StateStore,
  StoreMeta,
  StoredCallback,
  VerifiedCallback,
} from '../passport-oauth2';
import {
  clearLoginCookie,
  cookieName,
  cookiesOfHandle,
  cookiesOfStrategy,
  crowdedOut,
  loginCookies,
  setLoginCookie,
  type CookieResponse,
  type LoginCookie,
} from './login-cookies';
import {
  asRecord,
  loginLifetime,
  newRecord,
  replayKey,
  refusalReason,
  refuse,
  sameHandle,
  storeContext,
  type LoginRecord,
} from './login-record';
import type { PendingLogins } from './pending-logins';
import { ReplayCache } from './replay-cache';

/** How many bytes of JSON the application's state may take: browsers keep 4 KB per cookie. */
const maxStateBytes = 1_024;
/** A secret shorter than this can be guessed, in characters. */
const minSecretLength = 32;

/** Options of {@link cookieStore}. */
export interface CookieStoreOptions {
  /**
   * At least 32 random characters, the same in every process of the application. Several while secrets change: the
   * first one seals, each of them opens.
   */
  readonly secret: string | readonly string[];
  /**
   * Finds the response of a request, for frameworks that do not set `req.res` as Express does: the cookie is set on
   * it. It may be an `http.ServerResponse` or Fastify's reply. Default: `req.res`.
   */
  readonly response?: ((req: never) => CookieResponse | undefined) | undefined;
}

/**
 * Keeps each pending login in a sealed cookie of its own: no session is needed, several tabs finish in any order,
 * and every process of the application can finish what another began. It has passport-oauth2's store interface.
 *
 * A login is used once in this process, and its cookie is cleared; across processes the service's single-use code
 * is what remains against a replay by the same browser.
 *
 * @throws TypeError for a secret that is missing or short, or a `response` that is no function
 */
export function cookieStore(options: CookieStoreOptions): StateStore {
  const secrets = [options?.secret ?? []].flat();
  if (
    secrets.length === 0 ||
    secrets.some((secret) => typeof secret !== 'string' || secret.length < minSecretLength)
  ) {
    throw new TypeError(
      `cookieStore: \`secret\` must have at least ${minSecretLength} random characters. \`openssl rand -base64 32\` makes one.`,
    );
  }
  const { response } = options;
  if (response !== undefined && typeof response !== 'function') {
    throw new TypeError('cookieStore: `response` must be a function that returns the response of a request.');
  }
  return new CookieStore(
    new Seal(secrets, 'passport-oauth2-base login cookie'),
    response as FindResponse | undefined,
  );
}

class CookieStore implements StateStore, PendingLogins {
  /** A login may be kept under a handle that is not secret: its provider. */
  readonly findsByProvider = true;
  private readonly used = new ReplayCache(loginLifetime);

  constructor(
    private readonly seal: Seal,
    private readonly findResponse: FindResponse = ({ res }) => res,
  ) {}

  store(req: LoginRequest, verifier: string, state: unknown, meta: StoreMeta, done: StoredCallback): void {
    const response = this.responseOf(req);
    if (!response) return done(new ProviderError('response_missing', storeContext(meta)));
    if (state !== undefined && Buffer.byteLength(JSON.stringify(state)) > maxStateBytes) {
      return done(new ProviderError('state_too_large', storeContext(meta)));
    }
    const record = newRecord(verifier, state, meta);
    const name = cookieName(record.handle, record.startedAt, meta);
    const sealed = this.seal.seal(JSON.stringify(record), contextOf(name, meta));
    const present = loginCookies(req);
    // A fixed handle names one login: the newer one counts.
    const replaced = cookiesOfHandle(present, record.handle, meta);
    const others = present.filter((cookie) => !replaced.includes(cookie));
    for (const old of [...replaced, ...crowdedOut(others, { name, sealed })]) {
      clearLoginCookie(response, old.name);
    }
    setLoginCookie(response, name, sealed);
    done(null, record.handle);
  }

  verify(req: LoginRequest, handle: string, meta: StoreMeta, done: VerifiedCallback): void {
    const response = this.responseOf(req);
    if (!response) return done(new ProviderError('response_missing', storeContext(meta)));
    if (!handle) return refuse('state_missing', meta, done);
    const cookies = cookiesOfHandle(loginCookies(req), handle, meta);
    if (this.used.has(handle)) return refuse('state_used', meta, done);
    if (cookies.length === 0) return refuse('login_cookie_missing', meta, done);

    // A presented handle is used up, whether or not the login succeeds.
    for (const { name } of cookies) clearLoginCookie(response, name);
    const record = this.firstRecord(cookies, handle, meta);
    if (!record) return refuse('login_cookie_invalid', meta, done);
    const key = replayKey(record, meta);
    if (this.used.has(key)) return refuse('state_used', meta, done);
    this.used.add(key);
    const reason = refusalReason(record, meta);
    if (reason) return refuse(reason, meta, done);
    done(null, record.verifier, record.state);
  }

  endNewest(req: LoginRequest, meta: StoreMeta): boolean {
    const response = this.responseOf(req);
    if (!response) return false;
    for (const cookie of cookiesOfStrategy(loginCookies(req), meta)) {
      const record = this.open(cookie, meta);
      if (!record || refusalReason(record, meta) || this.used.has(replayKey(record, meta))) continue;
      this.used.add(replayKey(record, meta));
      clearLoginCookie(response, cookie.name);
      return true;
    }
    return false;
  }

  /** Several cookies may have the name of a handle, but only an attacker's cannot be opened. */
  private firstRecord(
    cookies: readonly LoginCookie[],
    handle: string,
    meta: StoreMeta,
  ): LoginRecord | undefined {
    return cookies
      .map((cookie) => this.open(cookie, meta))
      .find((record) => record !== undefined && sameHandle(record.handle, handle));
  }

  private open({ name, sealed }: LoginCookie, meta: StoreMeta): LoginRecord | undefined {
    const text = this.seal.open(sealed, contextOf(name, meta));
    try {
      return text === undefined ? undefined : asRecord(parseJson(text));
    } catch {
      return undefined;
    }
  }

  private responseOf(req: LoginRequest): CookieResponse | undefined {
    const response = this.findResponse(req as { res?: CookieResponse }) as
      Partial<CookieResponse> | undefined;
    const has = (name: string): boolean =>
      typeof (response as Record<string, unknown> | null)?.[name] === 'function';
    const canSet = has('setHeader') || (has('removeHeader') && has('header'));
    return has('getHeader') && canSet ? (response as CookieResponse) : undefined;
  }
}

type FindResponse = (req: { readonly res?: CookieResponse }) => CookieResponse | undefined;

/** What a sealed cookie belongs to: it opens under no other name, provider or client. */
function contextOf(name: string, { provider = 'oauth2', clientID }: StoreMeta): string {
  return JSON.stringify([name, provider, clientID]);
}
