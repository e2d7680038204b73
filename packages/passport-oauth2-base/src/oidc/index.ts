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

/** How a provider does OpenID Connect. */
export interface OpenIDDeclaration {
  /** The algorithms that the provider signs id_tokens with; any other is refused. */
  readonly algorithms: readonly SigningAlgorithm[];
  /** Every login must ask for `openid`. Default: only logins that ask for it get an id_token. */
  readonly required?: boolean;
  /** Whether addresses are discovered unless the application says otherwise. Default: no. */
  readonly discovery?: boolean;
  /**
   * `when_possible` accepts an HS256 id_token without checking its signature while the provider publishes no key at
   * all: then only TLS says where it came from, and userinfo must confirm the user. Default `required`.
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
    connect: (connection) => connect(declaration, connection),
  };
}

function connect(declaration: OpenIDDeclaration, connection: OpenIDContext): OpenIDClient {
  const { options, provider, clientID, endpoints: configured } = connection;
  const discovers = options.discovery ?? declaration.discovery ?? false;
  const discovered = new CachedDocument(() => discover(connection), discoveryLifetime);
  const endpoints = async (): ReturnType<OpenIDClient['endpoints']> =>
    discovers ? discovered.get() : configured;
  const keys = new KeySet(async () => {
    const { jwks } = await endpoints();
    return jwks === undefined ? { keys: [] } : connection.getObject('jwks', jwks);
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
