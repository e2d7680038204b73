import type { ClientAuthentication, ProfileFields, ProviderDeclaration } from '../declaration';
import type { EndpointName } from '../errors/provider-error';
import type { JsonObject } from '../lib/json';
import type { ProviderClientOptions } from '../options/options';
import { responseObject } from './response';
import type { WireRequest, WireResponse } from './messages';
import { send, type TransportSettings } from './transport';

/** In milliseconds. Timers count in 32 bits: a longer one would fire at once. */
const maxTimeout = 2_147_483_647;

/** Headers that hold credentials. A resource gets at most the one that its request names. */
const credentialHeader = /^(?:authorization|x-api-key)$/i;

/** A request and its response: an error needs both. */
export interface HttpExchange {
  readonly request: WireRequest;
  readonly response: WireResponse;
}

/** A request that carries a token, or nothing. */
export interface ResourceRequest {
  readonly endpoint: EndpointName;
  readonly url: string;
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  readonly accessToken?: string | undefined;
}

/** A client's connection to its service: the headers that it sends, and the transport with its limits. */
export class Connection {
  /** Where passport-oauth2's `setAgent` puts its agent: each strategy that uses the client has one. */
  readonly agentOverrides: (() => object | undefined)[] = [];
  private readonly settings: TransportSettings;
  /** Sent where the client authenticates itself. They may hold credentials. */
  readonly headers: Readonly<Record<string, string>>;
  /** Without credentials: customHeaders may hold some for the token endpoint, and no other endpoint gets them. */
  private readonly resourceHeaders: Readonly<Record<string, string>>;
  /** Redacted from every error: the client secret, and credentials in the application's headers. */
  private readonly ownSecrets: readonly string[];

  constructor(
    private readonly declaration: ProviderDeclaration<ProfileFields, never>,
    options: ProviderClientOptions,
  ) {
    this.headers = {
      'User-Agent': declaration.userAgent ?? `passport-${declaration.name}`,
      ...options.customHeaders,
    };
    this.resourceHeaders = withoutCredentials(this.headers, declaration.clientAuthentication);
    const keys = Object.entries(options.customHeaders ?? {}).filter(([name]) =>
      /key|token|secret|auth|cookie|credential|password/i.test(name),
    );
    this.ownSecrets = [
      ...(options.clientSecret === undefined ? [] : [options.clientSecret]),
      ...keys.map(([, value]) => value.replace(/^(?:Basic|Bearer) +/i, '')),
    ];
    this.settings = {
      provider: declaration,
      timeout: Math.min(options.timeout ?? 10_000, maxTimeout),
      maxResponseBytes: options.maxResponseBytes ?? 1_048_576,
      agent: () => this.agentOverrides.map((agent) => agent()).find(Boolean) ?? options.agent,
      fetch: options.fetch,
    };
  }

  /** Sends a request to a resource; the token travels in the header only (RFC 6750 §2.1). */
  async sendForResource(resource: ResourceRequest): Promise<HttpExchange> {
    const { endpoint, url, method = 'GET', headers, body, accessToken } = resource;
    const sent: Record<string, string> = {
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
      headers: sent,
      body,
      // node-oauth's `get` brings its token as a header.
      secrets: Object.entries(sent)
        .filter(([name]) => credentialHeader.test(name))
        .map(([, value]) => value.replace(/^(?:Basic|Bearer) +/i, '')),
      repeatable: method === 'GET',
    };
    return this.send(request);
  }

  /** Sends a request. Nothing secret of it, and nothing secret of the client, gets into an error. */
  async send(plain: WireRequest): Promise<HttpExchange> {
    const request = { ...plain, secrets: [...plain.secrets, ...this.ownSecrets] };
    return { request, response: await send(request, this.settings) };
  }

  /** The JSON object of a successful response. */
  objectOf({ request, response }: HttpExchange): JsonObject {
    return responseObject(this.declaration, request, response, this.declaration.tokenResponse);
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
