import { type EmulatedResponse, jsonResponse, textResponse } from '../../http/response';
import { type Refusal } from '../../http/refusal';
import { type KoompiSwitches } from './switches';

/** † KOOMPI documents no error body. These are all forms that clients are advised to accept. */
export function errorResponse(refusal: Refusal, form: KoompiSwitches['errorForm']): EmulatedResponse {
  const { status, code, message } = refusal;
  const forms = {
    oauth: { error: code, error_description: message },
    'error-message': { error: code, message },
    message: { message },
    status: { status: 'error', message },
  };
  return form === 'text' ? textResponse(message, status) : jsonResponse(forms[form], status);
}
