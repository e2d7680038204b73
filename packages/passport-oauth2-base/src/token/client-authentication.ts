import type { ClientAuthentication } from '../declaration';

/** What a client proves itself with. */
export interface Credentials {
  readonly clientID: string;
  readonly clientSecret: string | undefined;
}

/**
 * The headers and body parameters that authenticate the client (RFC 6749 §2.3). A secret that is not set is never
 * sent, not even as an empty one.
 */
export function authenticateClient(
  method: ClientAuthentication,
  { clientID, clientSecret }: Credentials,
): { headers: Record<string, string>; parameters: Record<string, string> } {
  if (method === 'none' || clientSecret === undefined)
    return { headers: {}, parameters: { client_id: clientID } };
  if (method === 'client_secret_post') {
    return { headers: {}, parameters: { client_id: clientID, client_secret: clientSecret } };
  }
  if (method === 'client_secret_basic') {
    const pair = `${formEncode(clientID)}:${formEncode(clientSecret)}`;
    return { headers: { Authorization: `Basic ${Buffer.from(pair).toString('base64')}` }, parameters: {} };
  }
  return { headers: { [method.header]: clientSecret }, parameters: { client_id: clientID } };
}

/** RFC 6749 §2.3.1: both parts are form-encoded, so that a colon in them survives. */
function formEncode(value: string): string {
  return new URLSearchParams([['', value]]).toString().slice(1);
}
