import { defineProvider, type Fetch, type ProviderStrategy } from 'passport-oauth2-base';
import { openid } from 'passport-oauth2-base/oidc';
import { makeStrategy } from 'passport-strategy-contract/harness';
import { authenticate, Visitor, type Outcome } from 'passport-strategy-contract/harness';
import { resultOf } from './tiny-op';

/** The document of a provider that does everything right. */
export function metadataOf(issuer: string): Record<string, unknown> {
  const base = issuer.replace(/\/$/, '');
  return {
    issuer,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    userinfo_endpoint: `${base}/userinfo`,
    revocation_endpoint: `${base}/revoke`,
    jwks_uri: `${base}/jwks`,
    code_challenge_methods_supported: ['plain', 'S256'],
  };
}

/** An answer of the discovery endpoint: a JSON value, or a response. */
export type Answer = { readonly json: unknown } | (() => Response);

/**
 * A provider at any address, https too: an injected `fetch` plays it, and remembers every address that it was asked
 * for.
 */
export class HostedOP {
  readonly asked: string[] = [];

  constructor(
    readonly issuer: string,
    public answer: Answer = { json: metadataOf(issuer) },
  ) {}

  readonly fetch: Fetch = (url) => {
    this.asked.push(url);
    const { answer } = this;
    return Promise.resolve(typeof answer === 'function' ? answer() : Response.json(answer.json));
  };

  strategy(options: object = {}): ProviderStrategy {
    const declaration = defineProvider({
      name: 'hosted',
      title: 'Hosted',
      documentation: 'https://example-business.com/docs',
      endpoints: {
        authorization: 'https://declared.example/authorize',
        token: 'https://declared.example/token',
        jwks: 'https://declared.example/jwks',
      },
      clientAuthentication: 'client_secret_post',
      pkce: 'optional',
      scope: ['openid'],
      openid: openid({ algorithms: ['ES256'], required: true, discovery: true }),
      profile: { fromClaims: (claims) => claims, map: (user) => ({ id: user.identifier('sub') }) },
    });
    return makeStrategy(declaration, { issuer: this.issuer, fetch: this.fetch, ...options });
  }
}

/** What the start of a login comes to: the address that the browser is sent to, or the reason that it is not. */
export async function start(strategy: ProviderStrategy): Promise<string> {
  const outcome: Outcome = await authenticate(strategy, new Visitor().request());
  return outcome.url ?? resultOf(outcome);
}
