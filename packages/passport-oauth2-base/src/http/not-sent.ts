import type { ErrorReason } from '../errors/catalogue';
import type { ProviderError } from '../errors/provider-error';

/** Codes of failures before anything reached the service. */
const beforeSending: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ERR_INVALID_CHAR',
  'ERR_INVALID_HTTP_TOKEN',
  // The TLS handshake failed: the request was not sent.
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Reasons that arise before a request is sent. */
const beforeRequest: ReadonlySet<ErrorReason> = new Set<ErrorReason>(['insecure_url', 'argument_invalid']);

/** Whether an error proves that the service received nothing of the request. */
export function nothingWasSent(error: ProviderError): boolean {
  if (error.endpoint === 'discovery' || beforeRequest.has(error.reason)) return true;
  return codesOf(error.cause).some((code) => beforeSending.has(code));
}

/** The system's codes of an error and its causes: `fetch` has them one cause deeper. */
export function codesOf(error: unknown): readonly unknown[] {
  if (!(error instanceof Error)) return [];
  return [(error as { code?: unknown }).code, ...codesOf(error.cause)];
}
