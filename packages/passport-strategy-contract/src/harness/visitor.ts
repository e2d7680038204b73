import { inspect } from 'node:util';
import { type AuthenticateOptions, type LoginRequest, type ProviderStrategy } from 'passport-oauth2-base';

/** The outcome of an authentication. */
export interface Outcome {
  /** Which of Passport's actions the strategy called. */
  readonly kind: 'redirect' | 'success' | 'fail' | 'error';
  /** Where the browser is sent, after a redirect. */
  readonly url?: string;
  /** The user, after a success. */
  readonly user?: unknown;
  /** Passport's `info` or challenge. */
  readonly info?: unknown;
  /** The suggested HTTP status, after a failure. */
  readonly status?: number | undefined;
  /** The error, after an error. */
  readonly error?: unknown;
  /** The `reason` of the error or of `info`. */
  readonly reason?: string | undefined;
}

/** Authenticates one request as Passport does: by an object made from the strategy, with four methods on it. */
export function authenticate(
  strategy: ProviderStrategy,
  req: LoginRequest,
  options: object = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const made = Object.assign(Object.create(strategy) as ProviderStrategy, {
      success: (user: unknown, info: unknown) => resolve({ kind: 'success', user, info }),
      fail: (info: unknown, status?: number) =>
        resolve({ kind: 'fail', info, status, reason: reasonOf(info) }),
      redirect: (url: string) => resolve({ kind: 'redirect', url }),
      error: (error: unknown) => resolve({ kind: 'error', error, reason: reasonOf(error) }),
    });
    made.authenticate(req, options as AuthenticateOptions);
  });
}

/** The parsed query of a request. */
export type Query = Readonly<Record<string, unknown>>;

/** A user with one session. There is no application: requests go to the strategy directly. */
export class Visitor {
  /** The session, as a session store would keep it. */
  session: Record<string, unknown> = {};

  /** A request of this visitor, as Express gives it to a strategy. */
  request(different: Partial<LoginRequest> = {}): LoginRequest {
    const headers = { host: 'app.example', cookie: 'session=1' };
    return { method: 'GET', url: '/login', headers, query: {}, session: this.session, ...different };
  }

  /** Starts a login. Resolves with the authorization URL. */
  async start(
    strategy: ProviderStrategy,
    options: object = {},
    req: Partial<LoginRequest> = {},
  ): Promise<URL> {
    const outcome = await authenticate(strategy, this.request(req), options);
    if (outcome.kind !== 'redirect')
      throw new Error(`no redirect but ${outcome.kind}`, { cause: outcome.error });
    // A session store serializes the session between two requests.
    this.session = JSON.parse(JSON.stringify(this.session)) as Record<string, unknown>;
    return new URL(outcome.url as string);
  }

  /** Opens the callback with this query. */
  async finish(
    strategy: ProviderStrategy,
    query: Query,
    options: object = {},
    req: Partial<LoginRequest> = {},
  ): Promise<Outcome> {
    return authenticate(strategy, this.request({ url: '/callback', query, ...req }), options);
  }

  /** A whole login. `query` is added to the query of the callback. */
  async login(strategy: ProviderStrategy, query: Query = {}, options: object = {}): Promise<Outcome> {
    const url = await this.start(strategy, options);
    return this.finish(strategy, { code: 'the-code', state: stateOf(url), ...query }, options);
  }
}

/** The `state` of an authorization URL. Empty if there is none. */
export function stateOf(url: URL): string {
  return url.searchParams.get('state') ?? '';
}

function reasonOf(value: unknown): string | undefined {
  const reason = (value as { reason?: unknown } | null | undefined)?.reason;
  return typeof reason === 'string' ? reason : undefined;
}

/** All texts that a log could make of a value, with hidden members and causes. */
export function everythingOf(value: unknown): string {
  const shown = [inspect(value, { depth: 20, showHidden: true }), String(value)];
  for (let at = value; at instanceof Error; at = at.cause) {
    shown.push(
      at.message,
      at.stack ?? '',
      JSON.stringify(at),
      JSON.stringify(Object.getOwnPropertyDescriptors(at)),
    );
    const inner = (at as { oauthError?: unknown }).oauthError;
    if (inner !== undefined) shown.push((inner as Error).toString(), inspect(inner, { showHidden: true }));
  }
  return shown.join('\n');
}
