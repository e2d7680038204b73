import { type EmulatedResponse, jsonResponse } from '../../http/response';
import { Refusal } from '../../http/refusal';

/** † Errors of the OAuth endpoints, in the form of the framework that the service seems to use. */
export function oauthErrorResponse({ status, code, message }: Refusal): EmulatedResponse {
  return jsonResponse({ error: code, error_description: message }, status);
}

/** Errors of the API: the tests of the SDKs have `error_message`, and `error_code` is documented for 401†. */
export function apiErrorResponse({ status, code, message }: Refusal): EmulatedResponse {
  return jsonResponse({ error_code: code, error_message: message }, status);
}

/** A member of the body is not as documented. */
export function invalidBody(member: string, expectation: string): Refusal {
  return new Refusal(400, 'InvalidRequest', `invalid_${member}`, `${member} must be ${expectation}`);
}
