import type { ProviderDeclaration } from '../declaration';
import { ProviderError, type EndpointName } from '../errors/provider-error';
import { authenticateClient, type Credentials } from './client-authentication';
import type { WireRequest } from '../http/messages';
import { formEntries } from '../lib/parameters';

/** A request to an endpoint where the client authenticates itself: token, refresh, revocation. */
export interface AuthenticatedRequest {
  readonly endpoint: Extract<EndpointName, 'token' | 'refresh' | 'revocation' | 'introspection'>;
  readonly url: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly customHeaders: Readonly<Record<string, string>>;
  readonly repeatable: boolean;
}

/** Spells a token request the way the service wants it: method, encoding, where the code and the secret go. */
export function tokenRequest(
  declaration: Pick<ProviderDeclaration, 'name' | 'title' | 'clientAuthentication' | 'tokenRequest'>,
  credentials: Credentials,
  request: AuthenticatedRequest,
): WireRequest {
  const client = authenticateClient(declaration.clientAuthentication, credentials);
  // RFC 7009 and RFC 7662 spell these requests, whatever the service's token requests look like.
  const isStandard = request.endpoint === 'revocation' || request.endpoint === 'introspection';
  const spelling = isStandard ? {} : (declaration.tokenRequest ?? {});
  const { method = 'POST', encoding = 'form' } = spelling;
  const parameters: Record<string, string> = {
    ...Object.fromEntries(formEntries(request.parameters)),
    ...client.parameters,
  };
  const { code = '' } = parameters;
  const url = expand(declaration, request, { client_id: credentials.clientID, code });
  // A code that travels in the path does not travel a second time.
  if (request.url.includes('{code}')) delete parameters['code'];

  const json = encoding === 'json';
  const body =
    method === 'GET'
      ? undefined
      : json
        ? JSON.stringify(parameters)
        : new URLSearchParams(parameters).toString();
  return {
    endpoint: request.endpoint,
    method,
    url,
    headers: {
      Accept: 'application/json',
      'Accept-Encoding': 'identity',
      ...(body === undefined
        ? {}
        : {
            'Content-Type': json ? 'application/json' : 'application/x-www-form-urlencoded',
            'Content-Length': String(Buffer.byteLength(body)),
          }),
      ...request.customHeaders,
      ...client.headers,
    },
    body,
    secrets: [
      ...(credentials.clientSecret === undefined ? [] : [credentials.clientSecret]),
      // Id and secret as one piece of base64, in which neither has a spelling of its own.
      ...Object.values(client.headers).map((value) => value.replace(/^Basic /, '')),
      ...['code_verifier', 'refresh_token', 'token'].flatMap((name) => parameters[name] ?? []),
      code,
    ],
    repeatable: request.repeatable,
  };
}

/** Fills in the address, percent-encoded once. A dot or two would lead to another path, whatever their encoding. */
function expand(
  provider: Pick<ProviderDeclaration, 'name' | 'title'>,
  { endpoint, url }: AuthenticatedRequest,
  values: { readonly client_id: string; readonly code: string },
): string {
  return url.replace(/\{(client_id|code)\}/g, (_match, name: keyof typeof values) => {
    if (/^\.{0,2}$/.test(values[name])) {
      throw new ProviderError('token_refused', {
        provider,
        endpoint,
        detail: `the ${name} cannot stand in an address`,
      });
    }
    return encodeURIComponent(values[name]);
  });
}
