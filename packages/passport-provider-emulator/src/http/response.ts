import { Refusal } from './refusal';

/** The response of an endpoint as a value, so that a fault can replace, cut or change it before it is sent. */
export interface EmulatedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Why the emulator refused. Sent as `X-Emulator-Reason`. */
  readonly reason?: string | undefined;
}

const noStore = { 'Cache-Control': 'no-store' };

export function jsonResponse(
  value: unknown,
  status = 200,
  contentType = 'application/json',
): EmulatedResponse {
  return {
    status,
    headers: { ...noStore, 'Content-Type': `${contentType}; charset=utf-8` },
    body: JSON.stringify(value),
  };
}

/** A document that clients may cache. `undefined` sends an empty body. */
export function documentResponse(value: unknown): EmulatedResponse {
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) ?? '' };
}

export function textResponse(body: string, status = 200, contentType = 'text/plain'): EmulatedResponse {
  return { status, headers: { ...noStore, 'Content-Type': `${contentType}; charset=utf-8` }, body };
}

export function redirectResponse(location: string, status = 302): EmulatedResponse {
  return { status, headers: { ...noStore, 'Referrer-Policy': 'no-referrer', Location: location }, body: '' };
}

export function withHeaders(
  response: EmulatedResponse,
  headers: Readonly<Record<string, string>>,
): EmulatedResponse {
  return { ...response, headers: { ...response.headers, ...headers } };
}

/** A refusal in a service's error form. Its headers are added here, so that no error form has to copy them. */
export function refusalResponse(
  refusal: Refusal,
  show: (refusal: Refusal) => EmulatedResponse,
): EmulatedResponse {
  return { reason: refusal.reason, ...withHeaders(show(refusal), refusal.headers) };
}

/** Runs an endpoint and gives its errors another form than the service's usual one. */
export function inForm(
  show: (refusal: Refusal) => EmulatedResponse,
  action: () => EmulatedResponse,
): EmulatedResponse {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refusalResponse(error, show);
  }
}
