/** A JSON object as it came from a service: every member is unknown until it has been looked at. */
export type JsonObject = { readonly [member: string]: unknown };

/** A JSON object of a service, whose members can be read at any depth. None of them is certain to be there. */
export interface JsonTree {
  readonly [member: string]: JsonTree;
}

/**
 * Parses a service's JSON. `__proto__` members are dropped, so that an application that merges the result into
 * an object of its own cannot be made to change a prototype (CWE-1321).
 *
 * @throws SyntaxError without any part of the text: V8's own message quotes it, and it may hold a token.
 */
export function parseJson(text: string): unknown {
  try {
    return /__proto__|\\u/.test(text) ? JSON.parse(text, withoutProto) : JSON.parse(text);
  } catch {
    throw new SyntaxError(text === '' ? 'The body is empty' : 'The body is not JSON');
  }
}

function withoutProto(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}

/** The value if it is a JSON object (neither null nor an array). */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** The value if it is a string with something in it. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
