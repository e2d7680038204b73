import type { TokenKeeper } from './keeper';
import type { AnyClient, Revocation } from './keeper-options';

/** The part of an Express request that is used. */
export interface LogoutRequest {
  readonly method?: string | undefined;
  user?: unknown;
  session?: unknown;
}

/** The part of an Express response that is used. */
export interface LogoutResponse {
  readonly writableEnded: boolean;
  writeHead(status: number, headers: Record<string, string>): { end(): unknown };
}

/** Options of {@link logout}. */
export interface LogoutOptions<Request extends LogoutRequest, Response extends LogoutResponse> {
  readonly keeper: Pick<TokenKeeper<AnyClient>, 'revoke'>;
  /** The user id that was given to `keeper.save()`. Default: `req.user.id`. */
  readonly userId?: ((req: Request) => string | undefined) | undefined;
  /** A path of the application, where the browser goes afterwards. Default `/`. */
  readonly redirectTo?: string | undefined;
  /**
   * Called when the session has ended, with what happened at the service. It may send a response of its own; without
   * one, the browser is redirected.
   */
  readonly onLogout?: ((result: Revocation, req: Request, res: Response) => unknown) | undefined;
}

/**
 * An Express handler that signs a user out: it ends the session, deletes the tokens, and revokes what the service can
 * revoke. Mount it with `app.post()`, behind the application's protection against cross-site requests. Works with
 * express-session and cookie-session.
 *
 * The session ends also when the store of the tokens fails; that error goes to `next()`.
 *
 * @example
 * app.post('/logout', logout({ keeper }));
 */
export function logout<
  Request extends LogoutRequest = LogoutRequest,
  Response extends LogoutResponse = LogoutResponse,
>(
  options: LogoutOptions<Request, Response>,
): (req: Request, res: Response, next: (error?: unknown) => void) => void {
  return (req, res, next) => {
    if (req.method !== 'POST') {
      res.writeHead(405, { Allow: 'POST' }).end();
      return;
    }
    signOut(options, req, res).catch((error: unknown) => {
      next(error instanceof Error ? error : new Error('The logout failed', { cause: error }));
    });
  };
}

async function signOut<Request extends LogoutRequest, Response extends LogoutResponse>(
  { keeper, userId = idOf, redirectTo = '/', onLogout }: LogoutOptions<Request, Response>,
  req: Request,
  res: Response,
): Promise<void> {
  const id = userId(req);
  await endSession(req);
  const nothing: Revocation = { found: false, revoked: undefined, explanation: 'Nobody was signed in.' };
  const result = id === undefined ? nothing : await keeper.revoke(id);
  await onLogout?.(result, req, res);
  if (!res.writableEnded) res.writeHead(303, { Location: redirectTo }).end();
}

function idOf({ user }: LogoutRequest): string | undefined {
  const id = (user as { id?: unknown } | null | undefined)?.id;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

/** Ends the session by Passport, which gives it a new id; a cookie session, which has no `regenerate`, is deleted. */
async function endSession(req: LogoutRequest): Promise<void> {
  const { logout: passportLogout } = req as { logout?: (done: (error?: unknown) => void) => void };
  const { regenerate } = (req.session ?? {}) as { regenerate?: unknown };
  if (typeof regenerate === 'function' && passportLogout) {
    await new Promise<void>((resolve, reject) => {
      passportLogout.call(req, (error?: unknown) => {
        if (error) reject(error);
        else resolve();
      });
    });
    return;
  }
  req.session = null;
  req.user = null;
}
