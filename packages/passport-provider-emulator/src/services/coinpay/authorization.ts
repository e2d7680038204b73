import { type AuthorizationRequest, type TrustedClient } from '../../authorization/request';
import { type Fields, optional, required } from '../../http/request';
import { invalidRequest } from '../../http/refusal';
import { isChallenge } from '../../authorization/tokens';
import { refusal } from './errors';
import { type CoinPayParts } from './parts';
import { type CoinPaySwitches } from './switches';

/** The scopes as sentences of the consent page. */
export const scopeWords: Readonly<Record<string, string>> = {
  openid: 'Know who you are',
  profile: 'See your name',
  email: 'See your e-mail address',
  payments: 'Use the payments API on your behalf',
  did: 'See your decentralized identifier',
  'wallet:read': 'See your wallet addresses',
};

/** The checks before errors can be reported to the application. */
export function trustedClient({ findClient }: CoinPayParts, fields: Fields): TrustedClient {
  const [clientID, redirectURI] = [optional(fields, 'client_id'), optional(fields, 'redirect_uri')];
  if (!clientID || !redirectURI) throw refusal('missing_client_or_redirect');
  const client = findClient(clientID);
  if (!client) throw refusal('unknown_client');
  if (!client.active) throw refusal('inactive_client');
  if (!client.callbackURLs.includes(redirectURI)) throw refusal('redirect_uri_mismatch');
  return { client, redirectURI };
}

/** An empty parameter counts as missing, as on the published server. */
export function readRequest(
  { switches }: CoinPayParts,
  trusted: TrustedClient,
  fields: Fields,
): AuthorizationRequest {
  const given = (name: string): string | undefined => optional(fields, name) || undefined;
  return {
    ...trusted,
    state: given('state'),
    scope: grantedScope(switches, given('scope') ?? 'openid'),
    challenge: given('code_challenge'),
    challengeMethod: given('code_challenge_method'),
    nonce: given('nonce'),
  };
}

/** The published server needs `state` or PKCE, to bind the request to the browser. The specification needs both. */
export function checkBinding({ switches }: CoinPayParts, query: Fields): void {
  if (!optional(query, 'state') && !optional(query, 'code_challenge')) {
    throw refusal('neither_state_nor_challenge');
  }
  if (switches.server === 'published' || !switches.strictRules) return;
  required(query, 'state');
  const challenge = required(query, 'code_challenge');
  if (required(query, 'code_challenge_method') !== 'S256') {
    throw invalidRequest('code_challenge_method', 'The code_challenge_method must be S256');
  }
  if (!isChallenge(challenge)) {
    throw invalidRequest(
      'malformed_code_challenge',
      'The code_challenge is not a SHA-256 digest in base64url',
    );
  }
}

/** Drops scopes that are unknown or not registered, and adds `openid`. */
function grantedScope({ server, registeredScopes }: CoinPaySwitches, asked: string): readonly string[] {
  const known = Object.keys(scopeWords).filter((name) => server === 'documented' || name !== 'payments');
  const granted = [...new Set(asked.split(/\s+/))].filter(
    (name) => known.includes(name) && (registeredScopes.includes(name) || name === 'openid'),
  );
  if (granted.length === 0) throw refusal('no_valid_scope');
  return granted.includes('openid') ? granted : ['openid', ...granted];
}
