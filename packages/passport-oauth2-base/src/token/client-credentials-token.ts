import type { ProviderDeclaration } from '../declaration';
import type { TokenEndpoints } from './token-endpoints';
import type { TokenSet } from './token-set';

/** How long before its expiry a token is renewed, in milliseconds. Requests take time, and clocks differ. */
const margin = 60_000;

/**
 * The application's own token (RFC 6749 §4.4). All callers share it and one request for it. It is renewed before it
 * expires. A token without `expires_in` serves only the callers that waited for it.
 */
export class ClientCredentialsToken {
  private current: { readonly tokens: TokenSet; readonly renewAt: number } | undefined;
  private underway: Promise<TokenSet> | undefined;

  constructor(private readonly request: () => Promise<TokenSet>) {}

  /** A token that is not about to expire. */
  async get(): Promise<TokenSet> {
    if (this.current && Date.now() < this.current.renewAt) return this.current.tokens;
    this.underway ??= this.renew().finally(() => (this.underway = undefined));
    return this.underway;
  }

  /** Drops a token that is no longer valid. The next caller gets a new one. */
  forget(token: string): void {
    if (this.current?.tokens.accessToken === token) this.current = undefined;
  }

  private async renew(): Promise<TokenSet> {
    const tokens = await this.request();
    const now = Date.now();
    const expiry = tokens.expiresAt?.getTime() ?? now;
    // Half of its lifetime at most: a token of one minute would otherwise be renewed for every caller.
    this.current = { tokens, renewAt: expiry - Math.min(margin, (expiry - now) / 2) };
    return tokens;
  }
}

/** The application's own token, if the service issues one. */
export function clientCredentialsToken(
  declaration: Pick<ProviderDeclaration, 'grant' | 'clientCredentials' | 'scope'>,
  endpoints: TokenEndpoints,
): ClientCredentialsToken | undefined {
  if (declaration.grant !== 'client_credentials' && !declaration.clientCredentials) return undefined;
  return new ClientCredentialsToken(() => endpoints.clientCredentials());
}
