import type { ProviderDeclaration } from '../declaration';
import type { EndpointName } from '../errors/provider-error';
import { authenticateClient, type Credentials } from './client-authentication';
import type { WireRequest } from './exchange';
import { textParameters } from './parameters';

/** A request to an endpoint where the client authenticates itself: token, refresh, revocation. */
export interface BackChannelRequest {
  readonly endpoint: Extract<EndpointName, 'token' | 'refresh' | 'revocation' | 'introspection'>;
  readonly url: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly customHeaders: Readonly<Record<string, string>>;
  readonly repeatable: boolean;
}

/** Spells a token request the way the service wants it: method, encoding, where the code and the secret go. */
export function tokenRequest(
  declaration: Pick<ProviderDeclaration, 'clientAuthentication' | 'tokenRequest'>,
  credentials: Credentials,
  request: BackChannelRequest,
): WireRequest {
  const client = authenticateClient(declaration.clientAuthentication, credentials);
  // RFC 7009 and RFC 7662 spell these requests, whatever the service's token requests look like.
  const isStandard = request.endpoint === 'revocation' || request.endpoint === 'introspection';
  const spelling = isStandard ? {} : (declaration.tokenRequest ?? {});
  const { method = 'POST', encoding = 'form' } = spelling;
  const parameters: Record<string, string> = {
    ...Object.fromEntries(textParameters(request.parameters)),
    ...client.parameters,
  };
  const { code } = parameters;
  const url = request.url
    .replaceAll('{client_id}', encodeURIComponent(credentials.clientID))
    .replaceAll('{code}', encodeURIComponent(code ?? ''));

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
      ...['code', 'code_verifier', 'refresh_token', 'token'].flatMap((name) => parameters[name] ?? []),
    ],
    repeatable: request.repeatable,
  };
}
