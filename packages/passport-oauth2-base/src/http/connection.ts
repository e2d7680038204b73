import type { ClientAuthentication, ProfileFields, ProviderDeclaration } from '../declaration';
import type { EndpointName } from '../errors/provider-error';
import type { JsonObject } from '../lib/json';
import type { ProviderClientOptions } from '../options/options';
import { responseObject } from './response';
import type { HttpExchange, WireRequest } from './messages';
import { send, type TransportSettings } from './transport';

/** In milliseconds. Node's timers take 32 bits: a longer timeout would fire at once. */
const maxTimeout = 2_147_483_647;

/** Headers that hold credentials. A resource receives only the one that its request sets. */
const credentialHeader = /^(?:authorization|x-api-key)$/i;

/** A request to a resource, with an access token or without one. */
export interface ResourceRequest {
  readonly endpoint: EndpointName;
  readonly url: string;
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  readonly accessToken?: string | undefined;
}

/** Sends a client's requests to its service, with the client's headers and limits. */
export class Connection {
  /** Agents set by passport-oauth2's `setAgent`, one for each strategy that uses the client. */
  readonly agentOverrides: (() => object | undefined)[] = [];
  private readonly settings: TransportSettings;
  /** Sent to endpoints where the client authenticates itself. May hold credentials. */
  readonly headers: Readonly<Record<string, string>>;
  /** The same without credentials: those in `customHeaders` are for the token endpoint only. */
  private readonly resourceHeaders: Readonly<Record<string, string>>;
  /** Redacted from every error: the client secret, and credentials in the application's headers. */
  private readonly clientSecrets: readonly string[];

  constructor(
    private readonly declaration: ProviderDeclaration<ProfileFields, never>,
    options: ProviderClientOptions,
  ) {
    this.headers = {
      'User-Agent': declaration.userAgent ?? `passport-${declaration.name}`,
      ...options.customHeaders,
    };
    this.resourceHeaders = withoutCredentials(this.headers, declaration.clientAuthentication);
    const credentialHeaders = Object.entries(options.customHeaders ?? {}).filter(([name]) =>
      /key|token|secret|auth|cookie|credential|password/i.test(name),
    );
    this.clientSecrets = [
      ...(options.clientSecret === undefined ? [] : [options.clientSecret]),
      ...credentialHeaders.map(([, value]) => value.replace(/^(?:Basic|Bearer) +/i, '')),
    ];
    this.settings = {
      provider: declaration,
      timeout: Math.min(options.timeout ?? 10_000, maxTimeout),
      maxResponseBytes: options.maxResponseBytes ?? 1_048_576,
      agent: () => this.agentOverrides.map((agent) => agent()).find(Boolean) ?? options.agent,
      fetch: options.fetch,
    };
  }

  /** Sends a request to a resource. The access token is sent in a header only (RFC 6750 §2.1). */
  async sendForResource(resource: ResourceRequest): Promise<HttpExchange> {
    const { endpoint, url, method = 'GET', headers, body, accessToken } = resource;
    const sentHeaders: Record<string, string> = {
      Accept: 'application/json',
      'Accept-Encoding': 'identity',
      ...this.resourceHeaders,
      ...headers,
      ...(accessToken === undefined ? {} : { Authorization: `Bearer ${accessToken}` }),
    };
    const request: WireRequest = {
      endpoint,
      method,
      url,
      headers: sentHeaders,
      body,
      // node-oauth's `get` passes its token as a header.
      secrets: Object.entries(sentHeaders)
        .filter(([name]) => credentialHeader.test(name))
        .map(([, value]) => value.replace(/^(?:Basic|Bearer) +/i, '')),
      repeatable: method === 'GET',
    };
    return this.send(request);
  }

  /** Sends a request. The secrets of the request and of the client are redacted from errors. */
  async send(unsent: WireRequest): Promise<HttpExchange> {
    const request = { ...unsent, secrets: [...unsent.secrets, ...this.clientSecrets] };
    return { request, response: await send(request, this.settings) };
  }

  /** The JSON object of a successful response. */
  objectOf({ request, response }: HttpExchange): JsonObject {
    return responseObject(this.declaration, request, response);
  }
}

function withoutCredentials(
  headers: Readonly<Record<string, string>>,
  authentication: ClientAuthentication,
): Record<string, string> {
  const secretHeader = typeof authentication === 'object' ? authentication.header.toLowerCase() : undefined;
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => !credentialHeader.test(name) && name.toLowerCase() !== secretHeader,
    ),
  );
}
