/**
 * The name and value of each parameter to send. Only strings, numbers and booleans are sent: an object would arrive as
 * `[object Object]`.
 */
export function formEntries(parameters: Readonly<Record<string, unknown>>): [name: string, value: string][] {
  return Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [[name, String(value)]]
      : [],
  );
}
