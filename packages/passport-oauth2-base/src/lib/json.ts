/** A JSON object from a service. The type of each member is unknown until it is checked. */
export type JsonObject = { readonly [member: string]: unknown };

/** A JSON object of a service, whose members can be read at any depth. None of them is certain to be there. */
export interface JsonTree {
  readonly [member: string]: JsonTree;
}

/**
 * Parses a service's JSON. `__proto__` members are dropped: an application that merges the result into its own object
 * would otherwise change a prototype (CWE-1321).
 *
 * @throws SyntaxError that does not quote the text, as V8's own message does: it may hold a token
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

/** The value if it is a non-empty string. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
