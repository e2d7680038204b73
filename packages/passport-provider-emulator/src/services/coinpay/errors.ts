import { type EmulatedResponse, jsonResponse, textResponse } from '../../http/response';
import { Refusal } from '../../http/refusal';

/** The error messages of the published server, by the emulator's name for the reason. */
const refusals = {
  unsupported_response_type: [400, 'unsupported_response_type', 'Only response_type=code is supported'],
  missing_client_or_redirect: [400, 'invalid_request', 'client_id and redirect_uri are required'],
  unknown_client: [400, 'invalid_client', 'Invalid client_id'],
  inactive_client: [400, 'invalid_client', 'Client is inactive'],
  redirect_uri_mismatch: [400, 'invalid_client', 'Invalid redirect_uri'],
  neither_state_nor_challenge: [
    400,
    'invalid_request',
    'Either state or code_challenge (PKCE) is required to bind the authorization request',
  ],
  no_valid_scope: [400, 'invalid_scope', 'No valid scopes requested for this client'],
  login_required: [401, 'login_required', 'User is not authenticated'],
  body_not_json: [400, 'invalid_request', 'Invalid request body'],
  unsupported_grant_type: [400, 'unsupported_grant_type', 'Unsupported grant_type'],
  missing_code_parameters: [
    400,
    'invalid_request',
    'Missing required parameters: code, redirect_uri, client_id',
  ],
  missing_refresh_parameters: [
    400,
    'invalid_request',
    'Missing required parameters: refresh_token, client_id',
  ],
  unknown_code: [400, 'invalid_grant', 'Invalid authorization code'],
  code_expired: [400, 'invalid_grant', 'Authorization code has expired'],
  code_used: [400, 'invalid_grant', 'Authorization code has already been used'],
  code_of_another_client: [400, 'invalid_grant', 'Client ID mismatch'],
  code_for_another_redirect_uri: [400, 'invalid_grant', 'Redirect URI mismatch'],
  missing_code_verifier: [400, 'invalid_grant', 'code_verifier is required'],
  code_verifier_mismatch: [400, 'invalid_grant', 'PKCE validation failed'],
  wrong_client_secret: [401, 'invalid_client', 'Invalid client credentials'],
  switched_off_client: [401, 'invalid_client', 'Client is inactive'],
  missing_client_secret: [401, 'invalid_client', 'client_secret is required for confidential clients'],
  missing_client_secret_on_refresh: [401, 'invalid_client', 'client_secret is required for this client'],
  unknown_client_on_refresh: [401, 'invalid_client', 'Unknown client'],
  unknown_refresh_token: [400, 'invalid_grant', 'Invalid refresh token'],
  refresh_token_used: [400, 'invalid_grant', 'Refresh token has been revoked'],
  refresh_token_expired: [400, 'invalid_grant', 'Refresh token has expired'],
} as const;

export function refusal(reason: keyof typeof refusals): Refusal {
  const [status, code, message] = refusals[reason];
  return new Refusal(status, code, reason, message);
}

/** The consent POST names the unsupported method. */
export function unsupportedMethod(method: string): Refusal {
  return new Refusal(
    400,
    'invalid_request',
    'code_challenge_method',
    `Unsupported code_challenge_method: ${method}. Only S256 is accepted.`,
  );
}

/** RFC 6749 errors, the web framework's page for paths and methods, and the proxy's 429. */
export function errorResponse({ status, code, message }: Refusal): EmulatedResponse {
  const responses: Readonly<Record<number, () => EmulatedResponse>> = {
    404: () =>
      textResponse('<!doctype html><title>404: This page could not be found.</title>', 404, 'text/html'),
    405: () => textResponse('', 405),
    429: () => jsonResponse({ success: false, error: 'Too many requests' }, 429),
  };
  return responses[status]?.() ?? jsonResponse({ error: code, error_description: message }, status);
}

/** The wallet API has another error form. */
export function apiErrorResponse({ status, message }: Refusal): EmulatedResponse {
  return jsonResponse({ success: false, error: message }, status);
}
