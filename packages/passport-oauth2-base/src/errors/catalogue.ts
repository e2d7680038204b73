/**
 * Whose doing a failure was: the person's at the browser, the service's, somebody who tampers with the login, or
 * the application's configuration.
 */
export type Fault = 'user' | 'provider' | 'tampering' | 'configuration';

interface CatalogueEntry {
  readonly fault: Fault;
  /** What happened, as a sentence. */
  readonly happened: string;
  /** What to do next. */
  readonly hint: string;
  /** The HTTP status that the application answers with when the error reaches Express' error handler. */
  readonly status: number;
}

/** Why a login or a call ended; stable, so that applications may switch on it. */
export type ErrorReason =
  | 'access_denied'
  | 'authorization_refused'
  | 'callback_malformed'
  | 'callback_incomplete'
  | 'callback_url_missing'
  | 'callback_url_insecure'
  | 'host_not_allowed'
  | 'session_missing'
  | 'response_missing'
  | 'session_cookie_missing'
  | 'login_cookie_invalid'
  | 'login_cookie_missing'
  | 'session_regenerated'
  | 'state_missing'
  | 'state_too_large'
  | 'state_unknown'
  | 'state_used'
  | 'state_expired'
  | 'state_foreign'
  | 'state_rejected'
  | 'store_keeps_no_state'
  | 'user_changed'
  | 'verifier_missing'
  | 'issuer_mismatch'
  | 'issuer_missing'
  | 'insecure_url'
  | 'network_error'
  | 'timeout'
  | 'response_too_large'
  | 'response_truncated'
  | 'response_encoded'
  | 'redirect_refused'
  | 'response_not_json'
  | 'rate_limited'
  | 'provider_unavailable'
  | 'token_refused'
  | 'token_response_invalid'
  | 'token_type_unsupported'
  | 'profile_refused'
  | 'permission_missing'
  | 'profile_invalid'
  | 'argument_invalid'
  | 'api_refused'
  | 'access_token_refused'
  | 'api_answer_invalid'
  | 'api_address_refused'
  | 'outcome_unknown'
  | 'revocation_refused'
  | 'introspection_refused'
  | 'session_not_allowed'
  | 'discovery_refused'
  | 'discovery_invalid'
  | 'pkce_unsupported'
  | 'jwks_refused'
  | 'jwks_invalid'
  | 'jose_unavailable'
  | 'scope_without_openid'
  | 'id_token_missing'
  | 'id_token_malformed'
  | 'id_token_algorithm'
  | 'id_token_key_unknown'
  | 'id_token_signature'
  | 'id_token_issuer'
  | 'id_token_subject'
  | 'id_token_audience'
  | 'id_token_authorized_party'
  | 'id_token_expired'
  | 'id_token_issued_at'
  | 'id_token_not_yet_valid'
  | 'id_token_nonce'
  | 'id_token_authentication_time'
  | 'id_token_hash'
  | 'id_token_changed'
  | 'subject_mismatch';

/** What each reason means, whose doing it is, and what to do. */
export const catalogue: Readonly<Record<ErrorReason, CatalogueEntry>> = {
  access_denied: {
    fault: 'user',
    happened: 'The user declined the request',
    hint: 'Show that nothing happened and offer to sign in again.',
    status: 403,
  },
  authorization_refused: {
    fault: 'provider',
    happened: 'The service refused the authorization request',
    hint: 'Compare client id, redirect URI and scope with the registration of the application at the service.',
    status: 502,
  },
  callback_malformed: {
    fault: 'tampering',
    happened: 'The callback has a parameter that occurs twice, is not text, or is absurdly long',
    hint: 'Start the login again. If it repeats, look for something that rewrites query strings.',
    status: 400,
  },
  callback_incomplete: {
    fault: 'provider',
    happened: 'The service came back with neither a code nor an error',
    hint: 'Most likely the user declined. Offer to sign in again.',
    status: 400,
  },
  callback_url_missing: {
    fault: 'configuration',
    happened: 'There is no callback URL for this request',
    hint: 'Give `callbackURL` to the strategy.',
    status: 500,
  },
  callback_url_insecure: {
    fault: 'configuration',
    happened: 'The callback URL that follows from this request is neither https nor loopback',
    hint: "Give an absolute https `callbackURL`, or, behind a proxy that ends TLS, `app.set('trust proxy', 1)`.",
    status: 500,
  },
  host_not_allowed: {
    fault: 'tampering',
    happened: 'The callback URL follows from the host of the request, which is not among `allowedHosts`',
    hint: 'Add the host to `allowedHosts`, or give an absolute `callbackURL`.',
    status: 400,
  },
  session_missing: {
    fault: 'configuration',
    happened: 'The login needs a session and the request has none',
    hint: 'Mount session middleware (express-session or cookie-session) before the login routes.',
    status: 500,
  },
  session_cookie_missing: {
    fault: 'user',
    happened: 'The browser came back without the session cookie that it got at the start of the login',
    hint: 'Cookies may be blocked, the callback may be on another host than the start, `secure` may be set on http, or SameSite may be `strict` (a POSTed callback needs `none`).',
    status: 403,
  },
  response_missing: {
    fault: 'configuration',
    happened: 'The cookie store found no response to set its cookie on',
    hint: 'Express puts the response at `req.res`; elsewhere put it there before authenticate().',
    status: 500,
  },
  login_cookie_missing: {
    fault: 'user',
    happened: 'The browser came back without the cookie of this login',
    hint: 'Start the login again. Cookies may be blocked, the callback may be on another host than the start, or it may be POSTed by another site, which `SameSite=Lax` cookies do not survive.',
    status: 403,
  },
  login_cookie_invalid: {
    fault: 'tampering',
    happened: 'The cookie of this login was changed, cut, or sealed by another secret',
    hint: 'Start the login again. When secrets change, keep the old one as the second of `secret` for ten minutes.',
    status: 403,
  },
  session_regenerated: {
    fault: 'user',
    happened:
      'Another login finished in this browser first, and Passport began a new session then, which forgot this one',
    hint: 'The user is signed in already. To let a second tab finish as well, use `keepSessionInfo: true`.',
    status: 403,
  },
  state_missing: {
    fault: 'tampering',
    happened: 'The callback has no `state`',
    hint: 'Start the login again. A service that drops `state` cannot be used safely.',
    status: 403,
  },
  state_too_large: {
    fault: 'configuration',
    happened: "The application's state is larger than the 1 KiB that fit into a cookie",
    hint: 'Keep it elsewhere and give authenticate() a key to it.',
    status: 500,
  },
  state_unknown: {
    fault: 'tampering',
    happened: 'The `state` of the callback belongs to no login that this session began',
    hint: 'Start the login again. If it repeats, the session is lost between start and callback.',
    status: 403,
  },
  state_used: {
    fault: 'tampering',
    happened: 'This callback was already used once',
    hint: 'Start the login again. A reload of the callback page does this too.',
    status: 403,
  },
  state_expired: {
    fault: 'user',
    happened: 'The login took longer than ten minutes',
    hint: 'Start the login again.',
    status: 403,
  },
  state_foreign: {
    fault: 'tampering',
    happened: 'The login was begun for another provider, client or callback URL',
    hint: 'Start the login again. `callbackURL` must be the same at the start and at the callback.',
    status: 403,
  },
  state_rejected: {
    fault: 'tampering',
    happened: "The application's state store did not accept the callback",
    hint: 'Start the login again.',
    status: 403,
  },
  store_keeps_no_state: {
    fault: 'configuration',
    happened:
      "An account is to be linked, and the application's state store keeps no state to remember its user by",
    hint: 'Use a store whose `store` method takes four or five arguments, or leave `store` out.',
    status: 500,
  },
  user_changed: {
    fault: 'tampering',
    happened: 'An account was to be linked, but another user is signed in now than when the login began',
    hint: 'Start linking again.',
    status: 403,
  },
  verifier_missing: {
    fault: 'configuration',
    happened: 'The state store did not give the PKCE verifier back',
    hint: 'A store for PKCE calls back with the verifier it was given, as passport-oauth2 documents.',
    status: 500,
  },
  issuer_mismatch: {
    fault: 'tampering',
    happened: 'The callback came from another issuer than the login was begun with (RFC 9207)',
    hint: 'Start the login again. The code was not sent anywhere.',
    status: 403,
  },
  issuer_missing: {
    fault: 'tampering',
    happened: 'The callback has no `iss`, although the service says that it always sends one (RFC 9207)',
    hint: 'Start the login again. The code was not sent anywhere.',
    status: 403,
  },
  insecure_url: {
    fault: 'configuration',
    happened: 'A request was to go to an address that is neither https nor loopback',
    hint: 'Use the https address of the service.',
    status: 500,
  },
  network_error: {
    fault: 'provider',
    happened: 'The connection to the service failed',
    hint: 'Try again. `cause` has the system error.',
    status: 502,
  },
  timeout: {
    fault: 'provider',
    happened: 'The service did not answer in time',
    hint: 'Try again, or raise `timeout` (milliseconds).',
    status: 504,
  },
  response_too_large: {
    fault: 'provider',
    happened: 'The answer is larger than the limit',
    hint: 'Raise `maxResponseBytes` if the service really answers that much.',
    status: 502,
  },
  response_truncated: {
    fault: 'provider',
    happened: 'The connection ended in the middle of the answer',
    hint: 'Try again.',
    status: 502,
  },
  response_encoded: {
    fault: 'provider',
    happened: 'The answer is compressed, although only plain answers were asked for',
    hint: 'Look for a proxy between the application and the service.',
    status: 502,
  },
  redirect_refused: {
    fault: 'provider',
    happened:
      'The service answered with a redirect, which is never followed, because secrets would follow it',
    hint: 'Correct the address of this endpoint.',
    status: 502,
  },
  response_not_json: {
    fault: 'provider',
    happened: 'The answer is not JSON',
    hint: 'Check the address of this endpoint: a web page often answers there instead of the API.',
    status: 502,
  },
  rate_limited: {
    fault: 'provider',
    happened: 'The service limits how often it may be called',
    hint: 'Wait for `retryAfter` seconds.',
    status: 503,
  },
  provider_unavailable: {
    fault: 'provider',
    happened: 'The service failed',
    hint: 'Try again later.',
    status: 502,
  },
  token_refused: {
    fault: 'provider',
    happened: 'The service gave no token',
    hint: 'See `code`: `invalid_grant` means start again, `invalid_client` means check client id and secret.',
    status: 502,
  },
  token_response_invalid: {
    fault: 'provider',
    happened: 'The token response is not what the service documents',
    hint: 'Check the address of the token endpoint.',
    status: 502,
  },
  token_type_unsupported: {
    fault: 'provider',
    happened: 'The token is not a bearer token',
    hint: 'Only bearer tokens (RFC 6750) can be used.',
    status: 502,
  },
  profile_refused: {
    fault: 'provider',
    happened: 'The service did not give the profile',
    hint: 'Check the scopes or permissions of the application.',
    status: 502,
  },
  permission_missing: {
    fault: 'configuration',
    happened: 'The application lacks a permission',
    hint: 'Give it to the application at the service, or ask for it in `scope`, and let the user sign in again.',
    status: 500,
  },
  profile_invalid: {
    fault: 'provider',
    happened: 'The profile has no user, or a user without an identifier',
    hint: 'Check the address of the profile endpoint.',
    status: 502,
  },
  argument_invalid: {
    fault: 'configuration',
    happened: 'The call cannot be right, and nothing was sent',
    hint: 'Correct it.',
    status: 400,
  },
  api_refused: {
    fault: 'configuration',
    happened: 'The service refused a call of its API',
    hint: 'See `statusCode`, `code` and `data` for what it says.',
    status: 502,
  },
  access_token_refused: {
    fault: 'user',
    happened: 'The service does not accept the access token, or not any more',
    hint: 'Refresh it, or let the user sign in again.',
    status: 401,
  },
  api_answer_invalid: {
    fault: 'provider',
    happened: 'The answer of the API has another form than documented',
    hint: 'Check `apiURL`. If it is right, the service has changed.',
    status: 502,
  },
  api_address_refused: {
    fault: 'tampering',
    happened: "The address is not one of the service's API, and would have got a token",
    hint: 'Only addresses below `apiURL` are called. If the service has moved its API, give `apiURL`.',
    status: 500,
  },
  outcome_unknown: {
    fault: 'provider',
    happened: 'The call may have been carried out, but no good answer came',
    hint: 'Do not repeat it before you know: ask the service whether it was carried out. `cause` has the failure.',
    status: 502,
  },
  revocation_refused: {
    fault: 'provider',
    happened: 'The service did not revoke the token: it may still be valid',
    hint: 'Try again later.',
    status: 502,
  },
  introspection_refused: {
    fault: 'provider',
    happened: 'The service did not say whether the token is valid',
    hint: 'Check client id and secret.',
    status: 502,
  },
  session_not_allowed: {
    fault: 'configuration',
    happened: 'No user signs in here, and a session would make a visitor the application itself',
    hint: 'Give `session: false` to authenticate(). This strategy protects no route.',
    status: 500,
  },
  discovery_refused: {
    fault: 'provider',
    happened: 'The service did not give its discovery document',
    hint: 'Check `issuer`, or give the addresses and leave discovery off.',
    status: 502,
  },
  discovery_invalid: {
    fault: 'provider',
    happened: 'The discovery document cannot be used',
    hint: "Check `issuer`: it must be the service's own, to the letter.",
    status: 502,
  },
  pkce_unsupported: {
    fault: 'provider',
    happened: 'The service says that it cannot do PKCE with S256, and nothing weaker is used',
    hint: 'Ask the service for S256 (RFC 7636).',
    status: 502,
  },
  jwks_refused: {
    fault: 'provider',
    happened: 'The service did not give its keys',
    hint: 'Check `jwksURL`.',
    status: 502,
  },
  jwks_invalid: {
    fault: 'provider',
    happened: 'The key set of the service cannot be used',
    hint: 'Check `jwksURL`.',
    status: 502,
  },
  jose_unavailable: {
    fault: 'configuration',
    happened: 'jose, which checks id_tokens, could not be loaded',
    hint: 'In a CommonJS Jest run `node --experimental-vm-modules node_modules/jest/bin/jest.js`; elsewhere check that jose is installed.',
    status: 500,
  },
  scope_without_openid: {
    fault: 'configuration',
    happened: 'The scope does not contain `openid`, without which the service gives no id_token',
    hint: 'Add `openid` to `scope`.',
    status: 500,
  },
  id_token_missing: {
    fault: 'provider',
    happened: 'The service gave no id_token, although `openid` was asked for',
    hint: 'Check that the application may ask for `openid` at the service.',
    status: 502,
  },
  id_token_malformed: {
    fault: 'tampering',
    happened: 'The id_token is not a signed token that can be understood',
    hint: 'Check the address of the token endpoint.',
    status: 502,
  },
  id_token_algorithm: {
    fault: 'tampering',
    happened: 'The id_token is signed with an algorithm that is not accepted',
    hint: 'The algorithm is pinned, so that nobody can choose a weaker one.',
    status: 502,
  },
  id_token_key_unknown: {
    fault: 'tampering',
    happened: 'The id_token is signed with a key that the service does not publish',
    hint: 'Check `jwksURL`. A key that was published a moment ago is found within half a minute.',
    status: 502,
  },
  id_token_signature: {
    fault: 'tampering',
    happened: 'The signature of the id_token is wrong',
    hint: 'Check that `jwksURL` and the token endpoint are of the same service.',
    status: 502,
  },
  id_token_issuer: {
    fault: 'tampering',
    happened: 'The id_token is of another issuer',
    hint: 'If it is the issuer that you mean, give it as `issuer`, to the letter.',
    status: 502,
  },
  id_token_subject: {
    fault: 'provider',
    happened: 'The id_token names no user',
    hint: 'The service is broken: `sub` is required.',
    status: 502,
  },
  id_token_audience: {
    fault: 'tampering',
    happened: 'The id_token was made for another client, or for further ones',
    hint: 'Check `clientID`.',
    status: 502,
  },
  id_token_authorized_party: {
    fault: 'tampering',
    happened: 'The id_token was made for another client (`azp`)',
    hint: 'Check `clientID`.',
    status: 502,
  },
  id_token_expired: {
    fault: 'tampering',
    happened: 'The id_token has expired, or does not say when it does',
    hint: 'Check the clock of this machine, then start the login again.',
    status: 502,
  },
  id_token_issued_at: {
    fault: 'tampering',
    happened: 'The id_token is old, or does not say when it was made',
    hint: 'Check the clock of this machine, then start the login again.',
    status: 502,
  },
  id_token_not_yet_valid: {
    fault: 'tampering',
    happened: 'The id_token is from the future',
    hint: 'Check the clock of this machine.',
    status: 502,
  },
  id_token_nonce: {
    fault: 'tampering',
    happened: 'The id_token belongs to another login',
    hint: 'Start the login again.',
    status: 502,
  },
  id_token_authentication_time: {
    fault: 'user',
    happened: 'The user signed in at the service longer ago than `maxAge` allows',
    hint: 'Start the login again; the service should have asked for the password.',
    status: 403,
  },
  id_token_hash: {
    fault: 'tampering',
    happened: 'The id_token belongs to another access token or code',
    hint: 'Start the login again.',
    status: 502,
  },
  id_token_changed: {
    fault: 'tampering',
    happened: 'The id_token of the refreshed tokens is of another user or login',
    hint: 'Keep the old session as it was, and let the user sign in again.',
    status: 502,
  },
  subject_mismatch: {
    fault: 'tampering',
    happened: 'The profile is of another user than the id_token',
    hint: 'Start the login again.',
    status: 502,
  },
};
