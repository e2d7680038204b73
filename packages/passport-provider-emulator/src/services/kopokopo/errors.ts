import { type Answer, jsonAnswer } from '../../http/response';
import { Refusal } from '../../http/refusal';

/** † The OAuth paths: the form of the framework that their shapes suggest. */
export function oauthErrorAnswer({ status, code, message, headers }: Refusal): Answer {
  const answer = jsonAnswer({ error: code, error_description: message }, status);
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** The API: `error_message` is what the SDKs' tests know, `error_code` is documented for 401†. */
export function apiErrorAnswer({ status, code, message, headers }: Refusal): Answer {
  const answer = jsonAnswer({ error_code: code, error_message: message }, status);
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** A body of an API call that is not as documented. */
export function invalidBody(member: string, expectation: string): Refusal {
  return new Refusal(400, 'InvalidRequest', `invalid_${member}`, `${member} must be ${expectation}`);
}
