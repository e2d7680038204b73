import { channel } from 'node:diagnostics_channel';

/** An event on the diagnostics channel `passport-oauth2-base:tokens`. It never holds a token or a user's id. */
export interface TokenEvent {
  /**
   * `refresh`: a refresh request ended. `wait`: a caller waited for the refresh of another process. `reuse`: a
   * refresh token was sent again after an attempt whose outcome is unknown. `discard`: new tokens could not be stored,
   * because the record had changed. `revoke`: tokens were revoked, or could not be.
   */
  readonly event: 'refresh' | 'wait' | 'reuse' | 'discard' | 'revoke';
  /** The strategy's name, such as `koompi`. */
  readonly provider: string;
  /** Duration in milliseconds. */
  readonly milliseconds: number;
  /** The reason of the error, if it failed. */
  readonly reason?: string | undefined;
}

const tokens = channel('passport-oauth2-base:tokens');

/** Publishes an event if somebody listens. */
export function publish(
  event: TokenEvent['event'],
  provider: string,
  startedAt: number,
  error?: unknown,
): void {
  if (!tokens.hasSubscribers) return;
  const reason = (error as { reason?: unknown } | undefined)?.reason;
  const told: TokenEvent = {
    event,
    provider,
    milliseconds: performance.now() - startedAt,
    ...(error === undefined ? {} : { reason: typeof reason === 'string' ? reason : 'unknown' }),
  };
  tokens.publish(told);
}
