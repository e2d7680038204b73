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

/** Builds a token request as the service expects it: method, encoding, place of the code and of the secret. */
export function tokenRequest(
  declaration: Pick<ProviderDeclaration, 'name' | 'title' | 'clientAuthentication' | 'tokenRequest'>,
  credentials: Credentials,
  request: AuthenticatedRequest,
): WireRequest {
  const client = authenticateClient(declaration.clientAuthentication, credentials);
  // RFC 7009 and RFC 7662 define these requests. A service's own form of token requests does not apply to them.
  const isStandard = request.endpoint === 'revocation' || request.endpoint === 'introspection';
  const { method = 'POST', encoding = 'form' } = isStandard ? {} : (declaration.tokenRequest ?? {});
  const parameters: Record<string, string> = {
    ...Object.fromEntries(formEntries(request.parameters)),
    ...client.parameters,
  };
  const { code = '' } = parameters;
  const url = expand(declaration, request, { client_id: credentials.clientID, code });
  // A code in the path is not sent a second time.
  if (request.url.includes('{code}')) delete parameters['code'];

  const body = method === 'GET' ? undefined : encode(encoding, parameters);
  return {
    endpoint: request.endpoint,
    method,
    url,
    headers: {
      Accept: 'application/json',
      'Accept-Encoding': 'identity',
      ...(body === undefined ? {} : { 'Content-Type': contentTypes[encoding], ...lengthOf(body) }),
      ...request.customHeaders,
      ...client.headers,
    },
    body,
    secrets: [
      ...(credentials.clientSecret === undefined ? [] : [credentials.clientSecret]),
      // Client id and secret as one piece of base64, where neither can be found alone.
      ...Object.values(client.headers).map((value) => value.replace(/^Basic /, '')),
      ...['code_verifier', 'refresh_token', 'token'].flatMap((name) => parameters[name] ?? []),
      code,
    ],
    repeatable: request.repeatable,
  };
}

const contentTypes = { form: 'application/x-www-form-urlencoded', json: 'application/json' } as const;

function encode(encoding: 'form' | 'json', parameters: Readonly<Record<string, string>>): string {
  return encoding === 'json' ? JSON.stringify(parameters) : new URLSearchParams(parameters).toString();
}

function lengthOf(body: string): Readonly<Record<'Content-Length', string>> {
  return { 'Content-Length': String(Buffer.byteLength(body)) };
}

/** Fills in the URL, percent-encoded once. One or two dots, even encoded, would lead to another path. */
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
        detail: `the ${name} is not valid in a URL path`,
      });
    }
    return encodeURIComponent(values[name]);
  });
}
