import { sameText } from '../authorization/tokens';
import { type RegisteredClient } from '../emulated-provider';
import { basicCredentials } from '../http/basic-credentials';
import { invalidClient, invalidRequest } from '../http/refusal';
import { type Call, type Fields, formBody, required } from '../http/request';
import { type ClientAuthentication } from './definition';

/** The form of a token request, and the client that sent it (RFC 6749, section 2.3). */
export function authenticatedForm(
  call: Call,
  expected: ClientAuthentication | undefined,
  findClient: (clientID: string) => RegisteredClient | undefined,
): { body: Fields; client: RegisteredClient } {
  const form = formBody(call);
  const basic = basicCredentials(call.headers.authorization);
  if (call.headers.authorization !== undefined && !basic) {
    throw invalidClient('authorization_not_basic', 'The Authorization header must be Basic');
  }
  const isPosted = Object.hasOwn(form, 'client_secret');
  if (basic && isPosted) throw invalidRequest('two_credentials', 'Send the client secret in one way only');
  const method = basic ? 'client_secret_basic' : isPosted ? 'client_secret_post' : 'none';
  if (expected === undefined ? method === 'none' : method !== expected) {
    const words = expected ?? 'client_secret_basic or client_secret_post';
    throw invalidClient('wrong_client_authentication', `The client must use ${words}, and it used ${method}`);
  }
  const body = { ...form, ...basic };
  const client = findClient(required(body, 'client_id'));
  if (!client) throw invalidClient('unknown_client', 'No application has this client_id');
  if (!client.active) throw invalidClient('inactive_client', 'This application is switched off');
  if (method !== 'none' && !sameText(required(body, 'client_secret'), client.clientSecret ?? '')) {
    throw invalidClient('wrong_client_secret', 'The client_secret is wrong');
  }
  return { body, client };
}
