import type { EndpointName } from '../errors/provider-error';
import type { Deadline } from './deadline';

/** The part of the standard `fetch` that the transport uses. The global `fetch` has this type. */
export type Fetch = (
  url: string,
  init: {
    method: string;
    headers: Record<string, string>;
    body?: string;
    redirect: 'manual';
    signal: never;
  },
) => Promise<FetchResponse>;

/** The part of a standard `Response` that the transport reads. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: { forEach(visit: (value: string, name: string) => void): void };
  readonly body?: unknown;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** One request to a service. */
export interface WireRequest {
  readonly endpoint: EndpointName;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Redacted from errors: the tokens, codes and secrets of this request. */
  readonly secrets: readonly string[];
  /** May be sent again when a reused connection turns out to be dead. */
  readonly repeatable: boolean;
}

/** A service's response with any status. */
export interface WireResponse {
  readonly status: number;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The decoded body. */
  readonly text: string;
}

/** A request and its response: an error needs both. */
export interface HttpExchange {
  readonly request: WireRequest;
  readonly response: WireResponse;
}

/** The limits of a round trip, for both HTTP clients. */
export interface RawLimits {
  readonly maxResponseBytes: number;
  readonly deadline: Deadline;
}

/** A response whose body is not decoded yet. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The response could not be read to its end. */
export class IncompleteResponse extends Error {
  constructor(
    readonly reason: 'response_too_large' | 'response_truncated' | 'network_error',
    readonly responseStatus?: number,
    cause?: unknown,
  ) {
    super(reason, { cause });
  }
}
