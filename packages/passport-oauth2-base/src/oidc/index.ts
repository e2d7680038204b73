/**
 * OpenID Connect for a provider declaration: discovery, JWKS and id_tokens. Loads jose at the first id_token.
 *
 * @module
 */
import type { OpenIDClientFactory, OpenIDContext, OpenIDClient, SigningAlgorithm } from './types';
import { CachedDocument } from './cached-document';
import { discover, discoveryLifetime } from './discovery';
import { checkIdToken, type IdTokenPolicy } from './id-token';
import { KeySet } from './key-set';

export type {
  IdTokenClaims,
  IdTokenExpectation,
  OpenIDClientFactory,
  OpenIDContext,
  OpenIDClient,
  SigningAlgorithm,
} from './types';

/** How a provider implements OpenID Connect. */
export interface OpenIDDeclaration {
  /** The accepted signature algorithms of id_tokens. */
  readonly algorithms: readonly SigningAlgorithm[];
  /** Whether each login must request the scope `openid`. Default: `false`. */
  readonly required?: boolean;
  /** Default of the option `discovery`: whether the URLs come from the discovery document. Default: `false`. */
  readonly discovery?: boolean;
  /**
   * `when_possible` accepts an HS256 id_token with an unverified signature while the provider publishes no key. Only TLS
   * then proves where it came from, and userinfo must confirm the user. Default: `required`.
   */
  readonly signature?: 'required' | 'when_possible';
}

/**
 * OpenID Connect, for the member `openid` of a declaration.
 *
 * @example
 * defineProvider({ …, openid: openid({ algorithms: ['RS256'], required: true }) });
 */
export function openid(declaration: OpenIDDeclaration): OpenIDClientFactory {
  return {
    required: declaration.required ?? false,
    connect: (context) => connect(declaration, context),
  };
}

function connect(declaration: OpenIDDeclaration, context: OpenIDContext): OpenIDClient {
  const { options, provider, clientID, endpoints: configured } = context;
  const discovers = options.discovery ?? declaration.discovery ?? false;
  const discovered = new CachedDocument(() => discover(context), discoveryLifetime);
  const endpoints = async (): ReturnType<OpenIDClient['endpoints']> =>
    discovers ? discovered.get() : configured;
  const keys = new KeySet(async () => {
    const { jwks } = await endpoints();
    return jwks === undefined ? { keys: [] } : context.getObject('jwks', jwks);
  }, provider);
  const policy: IdTokenPolicy = {
    provider,
    algorithms: declaration.algorithms,
    sharedSecret: options.idTokenSharedSecret,
    signature: declaration.signature ?? 'required',
    claims: { issuer: configured.issuer ?? '', clientID, maxAge: options.maxAge },
  };
  return { endpoints, verify: (idToken, expected) => checkIdToken(idToken, policy, keys, expected) };
}
