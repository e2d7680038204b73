import { types } from 'node:util';
import { ProviderError, type ErrorContext } from '../errors/provider-error';
import { cleanCause, redact } from '../errors/redaction';
import { isSafeURL } from '../lib/url';
import { Deadline } from './deadline';
import { decodeBody } from './charset';
import {
  IncompleteResponse,
  type Fetch,
  type RawResponse,
  type WireRequest,
  type WireResponse,
} from './messages';
import { requestOverFetch } from './fetch-client';
import { requestOverNode } from './node-client';
import { systemCode, systemHint } from './system-error';

export interface TransportSettings {
  readonly provider: ErrorContext['provider'];
  /** Milliseconds for the whole round trip, headers and body. */
  readonly timeout: number;
  readonly maxResponseBytes: number;
  /** Called for each request, because `setAgent` of passport-oauth2 may be called later. */
  readonly agent: () => object | undefined;
  readonly fetch: Fetch | undefined;
}

/**
 * Sends a request and reads the response within the limits: one deadline for headers and body, a maximum size, no
 * redirects, no compression, https or loopback only. Settles exactly once.
 *
 * @throws ProviderError if no complete response arrives, or if it is a redirect. Any other status is returned.
 */
export async function send(request: WireRequest, settings: TransportSettings): Promise<WireResponse> {
  const context = { provider: settings.provider, endpoint: request.endpoint };
  const url = new URL(request.url);
  if (!isSafeURL(url)) throw new ProviderError('insecure_url', context);

  const deadline = new Deadline(settings.timeout);
  const limits = { maxResponseBytes: settings.maxResponseBytes, deadline };
  let raw: RawResponse;
  try {
    raw = settings.fetch
      ? await requestOverFetch(settings.fetch, request, limits)
      : await requestOverNode(request, url, settings.agent(), limits);
  } catch (error) {
    throw asProviderError(error, deadline.passed, request, settings);
  } finally {
    deadline.clear();
  }

  const encoding = raw.headers['content-encoding'];
  if (encoding !== undefined && encoding !== '' && encoding.toLowerCase() !== 'identity') {
    throw new ProviderError('response_encoded', { ...context, responseStatus: raw.status });
  }
  if (raw.status >= 300 && raw.status < 400) {
    throw new ProviderError('redirect_refused', { ...context, responseStatus: raw.status });
  }
  return { status: raw.status, headers: raw.headers, text: decodeBody(raw) };
}

function asProviderError(
  error: unknown,
  timedOut: boolean,
  request: WireRequest,
  settings: TransportSettings,
): ProviderError {
  const context = { provider: settings.provider, endpoint: request.endpoint };
  if (timedOut) {
    return new ProviderError('timeout', {
      ...context,
      detail: `no complete response in ${settings.timeout} ms`,
    });
  }
  const incomplete = isIncomplete(error) ? error : undefined;
  const reason = incomplete?.reason ?? 'network_error';
  const thrown = incomplete ? incomplete.cause : error;
  const cause = incomplete && thrown === undefined ? undefined : cleanCause(thrown, request.secrets);
  const code = systemCode(cause);
  const message = incomplete ? undefined : redact(cause?.message ?? '', request.secrets);
  const isNetwork = reason === 'network_error';
  return new ProviderError(reason, {
    ...context,
    responseStatus: incomplete?.responseStatus,
    ...(cause === undefined ? {} : { cause }),
    detail:
      reason === 'response_too_large'
        ? `more than ${settings.maxResponseBytes} bytes`
        : isNetwork
          ? [code, message].filter(Boolean).join(' – ')
          : undefined,
    hint: isNetwork ? systemHint(code) : undefined,
  });
}

/** A Proxy that a custom `fetch` rejected with may throw at `instanceof`. */
function isIncomplete(error: unknown): error is IncompleteResponse {
  return types.isNativeError(error) && error instanceof IncompleteResponse;
}
