/**
 * Reads a member of a response; undefined if the value is not an object. Inherited members are ignored, because
 * Komerza did not send them (CWE-1321).
 */
export function ownMember(value: unknown, name: string): unknown {
  const isObject = typeof value === 'object' && value !== null;
  return isObject && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
