import { invalidGrant, invalidRequest } from '../http/refusal';
import { type Fields, optional, required } from '../http/request';
import { type AuthorizationCode } from './grants';
import { isChallenge, matchesChallenge } from './tokens';

/** The S256 challenge of an authorization request (RFC 7636, section 4.3), if there is one. */
export function readChallenge(query: Fields, isRequired: boolean): string | undefined {
  const challenge = (isRequired ? required : optional)(query, 'code_challenge');
  if (challenge === undefined) return undefined;
  if (optional(query, 'code_challenge_method') !== 'S256') {
    throw invalidRequest('code_challenge_method', 'The code_challenge_method must be S256');
  }
  if (isChallenge(challenge)) return challenge;
  throw invalidRequest('malformed_code_challenge', 'The code_challenge is not a SHA-256 digest in base64url');
}

/** Checks that a token request has the redirect URI and the verifier of its authorization request. */
export function checkCodeRequest(code: AuthorizationCode, body: Fields): void {
  if (required(body, 'redirect_uri') !== code.redirectURI) {
    throw invalidGrant('redirect_uri_mismatch', 'The redirect_uri is not that of the authorization request');
  }
  if (code.challenge !== undefined && !matchesChallenge(required(body, 'code_verifier'), code.challenge)) {
    throw invalidGrant('code_verifier_mismatch', 'The code_verifier does not belong to the code_challenge');
  }
}
