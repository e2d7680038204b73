/** Thrown by an endpoint that refuses a request. The service makes an error response of it, in its own form. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    /** The service's error code, such as `invalid_grant`. */
    readonly code: string,
    /** The emulator's stable name for the reason. */
    readonly reason: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

export function invalidRequest(reason: string, message: string): Refusal {
  return new Refusal(400, 'invalid_request', reason, message);
}

export function invalidGrant(reason: string, message: string): Refusal {
  return new Refusal(400, 'invalid_grant', reason, message);
}

export function invalidClient(reason: string, message: string): Refusal {
  return new Refusal(401, 'invalid_client', reason, message);
}

export function invalidToken(reason: string, message: string): Refusal {
  return new Refusal(401, 'invalid_token', reason, message, { 'WWW-Authenticate': 'Bearer' });
}
