import { Refusal } from './refusal';

/** What an endpoint answers, as a value: a fault can replace, cut or mutate it before it is sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Why the emulator refused; sent as `X-Emulator-Reason`. */
  readonly reason?: string | undefined;
}

const noStore = { 'Cache-Control': 'no-store' };

export function jsonAnswer(value: unknown, status = 200, contentType = 'application/json'): Answer {
  return {
    status,
    headers: { ...noStore, 'Content-Type': `${contentType}; charset=utf-8` },
    body: JSON.stringify(value),
  };
}

/** A document that may be kept; `undefined` is an empty body. */
export function documentAnswer(value: unknown): Answer {
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) ?? '' };
}

export function textAnswer(body: string, status = 200, contentType = 'text/plain'): Answer {
  return { status, headers: { ...noStore, 'Content-Type': `${contentType}; charset=utf-8` }, body };
}

export function redirectAnswer(location: string, status = 302): Answer {
  return { status, headers: { ...noStore, 'Referrer-Policy': 'no-referrer', Location: location }, body: '' };
}

/** Runs an endpoint whose errors have a form of their own. */
export function inForm(spell: (refusal: Refusal) => Answer, action: () => Answer): Answer {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { reason: error.reason, ...spell(error) };
  }
}
