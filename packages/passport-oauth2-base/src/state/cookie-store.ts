import { ProviderError } from '../errors/provider-error';
import { parseJson } from '../lib/json';
import type {
  LoginRequest,
  StateStore,
  StoreMeta,
  StoredCallback,
  VerifiedCallback,
} from '../passport-oauth2';
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
import { sha256 } from '../lib/digest';
import type { PendingLogins } from './pending-logins';
import { Seal } from '../lib/seal';
import { ReplayCache } from './replay-cache';

/** How many logins may be pending in one browser. */
const maxLogins = 10;
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
}

/** The response as far as it is used. */
interface Response {
  getHeader(name: string): unknown;
  setHeader(name: string, value: string[]): unknown;
}

/**
 * Keeps each pending login in a sealed cookie of its own: no session is needed, several tabs finish in any order,
 * and every process of the application can finish what another began. It has passport-oauth2's store interface.
 *
 * A login is used once in this process, and its cookie is cleared; across processes the service's single-use code
 * is what remains against a replay by the same browser.
 *
 * @throws TypeError for a secret that is missing or short
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
  return new CookieStore(new Seal(secrets, 'passport-oauth2-base login cookie'));
}

class CookieStore implements StateStore, PendingLogins {
  /** A login may be kept under a handle that is not secret: its provider. */
  readonly findsByProvider = true;
  private readonly used = new ReplayCache(loginLifetime);

  constructor(private readonly seal: Seal) {}

  store(req: LoginRequest, verifier: string, state: unknown, meta: StoreMeta, done: StoredCallback): void {
    const response = responseOf(req);
    if (!response) return done(new ProviderError('response_missing', storeContext(meta)));
    if (state !== undefined && Buffer.byteLength(JSON.stringify(state)) > maxStateBytes) {
      return done(new ProviderError('state_too_large', storeContext(meta)));
    }
    const record = newRecord(verifier, state, meta);
    const name = cookieName(record.handle, meta);
    for (const old of this.crowdedOut(req, name, meta)) setCookie(response, old, '', 0, meta);
    setCookie(
      response,
      name,
      this.seal.seal(JSON.stringify(record), contextOf(name, meta)),
      loginLifetime,
      meta,
    );
    done(null, record.handle);
  }

  verify(req: LoginRequest, handle: string, meta: StoreMeta, done: VerifiedCallback): void {
    const response = responseOf(req);
    if (!response) return done(new ProviderError('response_missing', storeContext(meta)));
    if (!handle) return refuse('state_missing', meta, done);
    const name = cookieName(handle, meta);
    const sealed = cookiesOf(req).get(name);
    if (this.used.has(handle)) return refuse('state_used', meta, done);
    if (sealed === undefined) return refuse('login_cookie_missing', meta, done);

    // A presented handle is used up, whether or not the login succeeds.
    setCookie(response, name, '', 0, meta);
    const record = this.open(name, sealed, meta);
    if (!record || !sameHandle(record.handle, handle)) return refuse('login_cookie_invalid', meta, done);
    const key = replayKey(record, meta);
    if (this.used.has(key)) return refuse('state_used', meta, done);
    this.used.add(key);
    const reason = refusalReason(record, meta);
    if (reason) return refuse(reason, meta, done);
    done(null, record.verifier, record.state);
  }

  endNewest(req: LoginRequest, meta: StoreMeta): boolean {
    const response = responseOf(req);
    const newest = this.pending(req, meta).find(
      ({ record }) => record && !refusalReason(record, meta) && !this.used.has(replayKey(record, meta)),
    );
    if (!response || !newest?.record) return false;
    this.used.add(replayKey(newest.record, meta));
    setCookie(response, newest.name, '', 0, meta);
    return true;
  }

  private open(name: string, sealed: string, meta: StoreMeta): LoginRecord | undefined {
    const text = this.seal.open(sealed, contextOf(name, meta));
    try {
      return text === undefined ? undefined : asRecord(parseJson(text));
    } catch {
      return undefined;
    }
  }

  /** The cookies that must go so that there is room for one more: what cannot be opened, then the oldest. */
  private crowdedOut(req: LoginRequest, name: string, meta: StoreMeta): readonly string[] {
    const others = this.pending(req, meta).filter((cookie) => cookie.name !== name);
    return others.slice(maxLogins - 1).map((cookie) => cookie.name);
  }

  /** The strategy's login cookies, newest first. */
  private pending(
    req: LoginRequest,
    meta: StoreMeta,
  ): readonly { name: string; record?: LoginRecord | undefined }[] {
    return [...cookiesOf(req)]
      .filter(([name]) => name.startsWith(cookiePrefix(meta)))
      .map(([name, sealed]) => ({ name, record: this.open(name, sealed, meta) }))
      .sort((a, b) => (b.record?.startedAt ?? 0) - (a.record?.startedAt ?? 0));
  }
}

function responseOf(req: LoginRequest): Response | undefined {
  const { res } = req as { res?: Partial<Response> };
  return typeof res?.setHeader === 'function' && typeof res.getHeader === 'function'
    ? (res as Response)
    : undefined;
}

/** `__Host-` makes browsers refuse the cookie from a sub-domain and without TLS (RFC 6265bis §4.1.3.2). */
function cookiePrefix({ callbackURL, provider = 'oauth2', clientID }: StoreMeta): string {
  const host = callbackURL.startsWith('https:') ? '__Host-' : '';
  return `${host}login-${provider.replace(/[^\w-]/g, '_')}-${sha256(clientID).slice(0, 6)}-`;
}

function cookieName(handle: string, meta: StoreMeta): string {
  return cookiePrefix(meta) + sha256(handle).slice(0, 16);
}

/** What a sealed cookie belongs to: it opens under no other name, provider or client. */
function contextOf(name: string, { provider = 'oauth2', clientID }: StoreMeta): string {
  return JSON.stringify([name, provider, clientID]);
}

function cookiesOf(req: LoginRequest): ReadonlyMap<string, string> {
  const header = req.headers.cookie;
  const pairs = (Array.isArray(header) ? header.join('; ') : (header ?? '')).split(';');
  return new Map(
    pairs.flatMap((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [] : [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const];
    }),
  );
}

function setCookie(response: Response, name: string, value: string, lifetime: number, meta: StoreMeta): void {
  const secure = meta.callbackURL.startsWith('https:') ? '; Secure' : '';
  const line = `${name}=${value}; Path=/; Max-Age=${lifetime / 1000}; HttpOnly; SameSite=Lax${secure}`;
  const before = [response.getHeader('Set-Cookie') ?? []].flat().map(String);
  const others = before.filter((other) => !other.startsWith(`${name}=`));
  response.setHeader('Set-Cookie', [...others, line]);
}
