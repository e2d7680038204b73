/**
 * Parameters as they stand on the wire. One that is not set is not sent, and neither is one that is no text, number
 * or boolean: it would arrive as `[object Object]`.
 */
export function formEntries(parameters: Readonly<Record<string, unknown>>): [name: string, value: string][] {
  return Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [[name, String(value)]]
      : [],
  );
}
