import { type Answer, jsonAnswer, textAnswer } from '../../http/response';
import { type Refusal } from '../../http/refusal';
import { type KoompiSwitches } from './switches';

/** † KOOMPI documents no error body: every shape that clients are advised to accept. */
export function errorAnswer(refusal: Refusal, form: KoompiSwitches['errorForm']): Answer {
  const { status, code, message, headers } = refusal;
  const forms = {
    oauth: { error: code, error_description: message },
    'error-message': { error: code, message },
    message: { message },
    status: { status: 'error', message },
  };
  const answer = form === 'text' ? textAnswer(message, status) : jsonAnswer(forms[form], status);
  return { ...answer, headers: { ...answer.headers, ...headers } };
}
