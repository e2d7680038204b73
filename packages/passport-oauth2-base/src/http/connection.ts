import type { ClientAuthentication, ProfileFields, ProviderDeclaration } from '../declaration';
import type { EndpointName } from '../errors/provider-error';
import type { JsonObject } from '../lib/json';
import type { ProviderClientOptions } from '../options/options';
import { successfulObject } from './response';
import type { WireRequest, WireResponse } from './messages';
import { tokenRequest, type BackChannelRequest } from '../token/request';
import { send, type TransportSettings } from './transport';

/** Timers count in 32 bits; a longer one would end at once. In milliseconds. */
const longestTimeout = 2_147_483_647;

/** The headers that prove something to a resource: one of them, and never one that was meant for another endpoint. */
const credentialHeader = /^(?:authorization|x-api-key)$/i;

/** A request and what came of it: an error needs both. */
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

/** A client's way to its service: who it is, which headers it sends, and the transport with its limits. */
export class Connection {
  /** Where passport-oauth2's `setAgent` puts its agent: each strategy that uses the client has one. */
  readonly agentOverrides: (() => object | undefined)[] = [];
  private readonly settings: TransportSettings;
  private readonly headers: Readonly<Record<string, string>>;
  /** Without credentials: customHeaders may hold some for the token endpoint, and no other endpoint gets them. */
  private readonly resourceHeaders: Readonly<Record<string, string>>;
  /** No answer may bring these into an error: the client secret, and what headers of the application hold. */
  private readonly ownSecrets: readonly string[];

  constructor(
    private readonly declaration: ProviderDeclaration<ProfileFields, never>,
    private readonly options: ProviderClientOptions,
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
      timeout: Math.min(options.timeout ?? 10_000, longestTimeout),
      maxResponseBytes: options.maxResponseBytes ?? 1_048_576,
      agent: () => this.agentOverrides.map((agent) => agent()).find(Boolean) ?? options.agent,
      fetch: options.fetch,
    };
  }

  /** Sends a request in which the client authenticates itself. */
  async sendAuthenticated(parameters: Omit<BackChannelRequest, 'customHeaders'>): Promise<HttpExchange> {
    const { clientID, clientSecret } = this.options;
    const request = tokenRequest(
      this.declaration,
      { clientID, clientSecret },
      { ...parameters, customHeaders: this.headers },
    );
    return this.roundTrip(request);
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
    return this.roundTrip(request);
  }

  private async roundTrip(plain: WireRequest): Promise<HttpExchange> {
    const request = { ...plain, secrets: [...plain.secrets, ...this.ownSecrets] };
    return { request, response: await send(request, this.settings) };
  }

  /** The JSON object of a successful answer. */
  objectOf({ request, response }: HttpExchange): JsonObject {
    return successfulObject(this.declaration, request, response, this.declaration.tokenResponse);
  }
}

function withoutCredentials(
  headers: Readonly<Record<string, string>>,
  authentication: ClientAuthentication,
): Record<string, string> {
  const own = typeof authentication === 'object' ? authentication.header.toLowerCase() : undefined;
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !credentialHeader.test(name) && name.toLowerCase() !== own),
  );
}
