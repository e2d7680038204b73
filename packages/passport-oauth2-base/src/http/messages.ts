import type { EndpointName } from '../errors/provider-error';
import type { Deadline } from './deadline';

/** The part of the standard `fetch` that the transport needs; the global `fetch` fits. */
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
  /** What must never be seen in an error: the request's own tokens, codes and secrets. */
  readonly secrets: readonly string[];
  /** May be sent a second time when a reused connection turns out to be dead. */
  readonly repeatable: boolean;
}

/** A service's answer, whatever its status. */
export interface WireResponse {
  readonly status: number;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded from UTF-8 once, when it was complete. */
  readonly text: string;
}

/** What the two HTTP clients are given: limits, and how to say what went wrong. */
export interface RawLimits {
  readonly maxResponseBytes: number;
  readonly deadline: Deadline;
}

/** An answer as bytes, before anything was made of it. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Why an answer could not be read to its end. */
export class IncompleteResponse extends Error {
  constructor(
    readonly reason: 'response_too_large' | 'response_truncated' | 'network_error',
    readonly statusCode?: number,
    cause?: unknown,
  ) {
    super(reason, { cause });
  }
}
