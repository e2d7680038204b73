import type { TokenSet } from './token-set';

/** A token is renewed this long before it ends, in milliseconds: a request takes its time, and clocks differ. */
const margin = 60_000;

/**
 * The application's own token (RFC 6749 §4.4): one for all callers, renewed before it ends, fetched once at a time.
 * A token whose lifetime the service does not tell serves only those who waited for it.
 */
export class ClientCredentialsToken {
  private current: { readonly tokens: TokenSet; readonly renewAt: number } | undefined;
  private underway: Promise<TokenSet> | undefined;

  constructor(private readonly request: () => Promise<TokenSet>) {}

  /** A token that is still good for a while. */
  async get(): Promise<TokenSet> {
    if (this.current && Date.now() < this.current.renewAt) return this.current.tokens;
    this.underway ??= this.renew().finally(() => (this.underway = undefined));
    return this.underway;
  }

  /** Drops a token that is not valid any more; the next caller gets a new one. */
  forget(token: string): void {
    if (this.current?.tokens.accessToken === token) this.current = undefined;
  }

  private async renew(): Promise<TokenSet> {
    const tokens = await this.request();
    const now = Date.now();
    const end = tokens.expiresAt?.getTime() ?? now;
    // A token of two minutes would otherwise be renewed all the time.
    this.current = { tokens, renewAt: end - Math.min(margin, (end - now) / 2) };
    return tokens;
  }
}
