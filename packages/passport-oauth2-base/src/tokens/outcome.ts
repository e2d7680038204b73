import type { ProviderDeclaration } from '../declaration';
import { ProviderError } from '../errors/provider-error';
import { nothingWasSent } from '../http/not-sent';

/** Errors that are about the client or the request, never about the user's refresh token (RFC 6749 §5.2). */
const clientErrors: ReadonlySet<string | undefined> = new Set([
  'invalid_client',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_request',
  'invalid_scope',
]);

/** What a failed refresh means for the refresh token. */
export function outcomeOf(
  declaration: Pick<ProviderDeclaration, 'refresh'>,
  error: unknown,
): 'refused' | 'not_sent' | 'unknown' {
  if (!(error instanceof ProviderError)) return 'unknown';
  if (refusesToken(declaration, error)) return 'refused';
  return nothingWasSent(error) ? 'not_sent' : 'unknown';
}

/** Whether the error is about the client and so concerns all users: wrong secret, client switched off. */
export function refusesClient(error: unknown): error is ProviderError {
  return (
    error instanceof ProviderError &&
    error.reason === 'token_refused' &&
    (error.code === 'invalid_client' || error.code === 'unauthorized_client')
  );
}

function refusesToken({ refresh }: Pick<ProviderDeclaration, 'refresh'>, error: ProviderError): boolean {
  if (error.reason !== 'token_refused') return false;
  if (error.code === 'invalid_grant') return true;
  const isRefusal = [400, 401, 403].includes(error.responseStatus ?? 0);
  return refresh?.undocumentedErrors === true && isRefusal && !clientErrors.has(error.code);
}
