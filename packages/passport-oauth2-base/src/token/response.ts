import type { ProviderDeclaration } from '../declaration';
import { ProviderError, type ErrorContext } from '../errors/provider-error';
import { asObject, asText, type JsonObject, type JsonTree } from '../lib/json';
import { TokenSet } from './token-set';

/** A century, in seconds. A longer lifetime is implausible and would overflow a Date. */
const maxLifetime = 100 * 365 * 24 * 3600;

/** What the reader of a token response has to know. */
export interface TokenResponseContext {
  readonly declaration: Pick<ProviderDeclaration, 'tokenResponse' | 'scopeSeparator'>;
  readonly error: ErrorContext;
  /** The requested scope: it is what was granted if the response names none (RFC 6749 §5.1). */
  readonly scope?: readonly string[] | undefined;
  /** The refresh token that was used: it stays valid where the service gives no other (RFC 6749 §6). */
  readonly refreshToken?: string | undefined;
}

/**
 * Makes a TokenSet of a token response (RFC 6749 §5.1).
 *
 * @throws ProviderError `token_response_invalid` or `token_type_unsupported`
 */
export function readTokenResponse(value: unknown, context: TokenResponseContext): TokenSet {
  const { tokenResponse = {}, scopeSeparator = ' ' } = context.declaration;
  const invalid = (detail: string): ProviderError =>
    new ProviderError('token_response_invalid', { ...context.error, detail });

  const body = asObject(value);
  if (!body) throw invalid('it is not a JSON object');
  const response = asObject(unwrapped(body, context));
  if (!response) throw invalid('the part that holds the token is not an object');

  const accessToken = asText(response['access_token']);
  if (accessToken === undefined) throw invalid('it has no `access_token`, or one that is not text');
  const refreshToken = optionalText(response, 'refresh_token', invalid) ?? context.refreshToken;
  const idToken = optionalText(response, 'id_token', invalid);

  const tokenType =
    optionalText(response, 'token_type', invalid) ?? (tokenResponse.optionalTokenType ? 'Bearer' : '');
  if (tokenType === '') throw invalid('it has no `token_type`');
  if (tokenType.toLowerCase() !== 'bearer') throw new ProviderError('token_type_unsupported', context.error);

  const lifetime = lifetimeOf(response['expires_in']);
  return new TokenSet({
    accessToken,
    refreshToken,
    idToken,
    tokenType,
    scope: scopeOf(response['scope'], scopeSeparator) ?? context.scope ?? [],
    expiresAt: lifetime === undefined ? undefined : new Date(Date.now() + lifetime * 1000),
    raw: response,
  });
}

/** The part that holds the token. The declaration's function throws where a member on its way is missing. */
function unwrapped(body: JsonObject, { declaration, error }: TokenResponseContext): unknown {
  const { unwrap } = declaration.tokenResponse ?? {};
  try {
    return unwrap ? unwrap(body as JsonTree) : body;
  } catch (cause) {
    const detail = 'the declaration cannot find the token in it';
    throw new ProviderError('token_response_invalid', { ...error, detail, cause });
  }
}

/** A list whose parts are all separated by a comma. */
const commaList = /^[^\s,]+(?:\s*,\s*[^\s,]+)+,?$/;

/** Splits a scope into its parts. An array, spaces and commas are understood too. */
export function scopeOf(value: unknown, separator: string): readonly string[] | undefined {
  if (Array.isArray(value))
    return value.filter((part): part is string => typeof part === 'string' && part !== '');
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  // A scope never contains a space (RFC 6749 §3.3).
  const hasSeparator = separator.trim() !== '' && text.includes(separator);
  const found = hasSeparator ? separator : commaList.test(text) ? ',' : /\s+/;
  return text
    .split(found)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function optionalText(
  response: JsonObject,
  member: string,
  invalid: (detail: string) => ProviderError,
): string | undefined {
  const value = response[member];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw invalid(`\`${member}\` is not text`);
  return value;
}

/** The lifetime in seconds. `undefined` if the value says nothing: the token is then used until it is refused. */
function lifetimeOf(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && /^\d{1,10}$/.test(value.trim()) ? Number(value) : value;
  return typeof seconds === 'number' && seconds > 0 && seconds <= maxLifetime ? seconds : undefined;
}
