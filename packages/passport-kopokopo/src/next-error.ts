/**
 * The error for Express' `next`. Express takes a falsy error, and `'route'`, for "go on": the handler would run without
 * what the middleware is for.
 */
export function asError(error: unknown, source: string): Error {
  if (error instanceof Error) return error;
  return new Error(`Kopo Kopo: ${source} failed without an error.`, { cause: error });
}
