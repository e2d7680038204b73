import { inspect } from 'node:util';
import { type AuthenticateOptions, type LoginRequest, type ProviderStrategy } from 'passport-oauth2-base';

/** How an authentication ended. */
export interface Outcome {
  readonly kind: 'redirect' | 'success' | 'fail' | 'error';
  readonly url?: string;
  readonly user?: unknown;
  /** Passport's `info` or challenge. */
  readonly info?: unknown;
  readonly status?: number | undefined;
  readonly error?: unknown;
  /** Our stable name of why, of the error or of the challenge. */
  readonly reason?: string | undefined;
}

/** Does what Passport does for one request: an object made from the strategy, with four methods on it. */
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

export type Query = Readonly<Record<string, unknown>>;

/** One person at one browser with one session, without an application in between. */
export class Visitor {
  session: Record<string, unknown> = {};

  request(different: Partial<LoginRequest> = {}): LoginRequest {
    const headers = { host: 'app.example', cookie: 'session=1' };
    return { method: 'GET', url: '/login', headers, query: {}, session: this.session, ...different };
  }

  /** Begins a login; gives the address at the service. */
  async start(
    strategy: ProviderStrategy,
    options: object = {},
    req: Partial<LoginRequest> = {},
  ): Promise<URL> {
    const outcome = await authenticate(strategy, this.request(req), options);
    if (outcome.kind !== 'redirect')
      throw new Error(`no redirect but ${outcome.kind}`, { cause: outcome.error });
    // What a session store does between two requests.
    this.session = JSON.parse(JSON.stringify(this.session)) as Record<string, unknown>;
    return new URL(outcome.url as string);
  }

  /** Comes back from the service. */
  async finish(
    strategy: ProviderStrategy,
    query: Query,
    options: object = {},
    req: Partial<LoginRequest> = {},
  ): Promise<Outcome> {
    return authenticate(strategy, this.request({ url: '/callback', query, ...req }), options);
  }

  /** A whole login. `query` is added to what the service sends back. */
  async login(strategy: ProviderStrategy, query: Query = {}, options: object = {}): Promise<Outcome> {
    const url = await this.start(strategy, options);
    return this.finish(strategy, { code: 'the-code', state: stateOf(url), ...query }, options);
  }
}

export function stateOf(url: URL): string {
  return url.searchParams.get('state') ?? '';
}

function reasonOf(value: unknown): string | undefined {
  const reason = (value as { reason?: unknown } | null | undefined)?.reason;
  return typeof reason === 'string' ? reason : undefined;
}

/** Everything that a log could show of a value, hidden members and causes too. */
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
