/**
 * A member of what Komerza answered; undefined for what is no object. What only a prototype says was not said by
 * Komerza (CWE-1321).
 */
export function ownMember(value: unknown, name: string): unknown {
  const isObject = typeof value === 'object' && value !== null;
  return isObject && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
