import { checkNames, type Declaration } from './names';
import type { OpenIDOptions, ProviderClientOptions } from './options';

type ClientOptions = ProviderClientOptions & OpenIDOptions;

/** Why the options are refused, or nothing. */
type Check = (declaration: Declaration, options: ClientOptions) => string | undefined;

/** Names come first: every other message would be misleading for a misspelled option. */
const checks: readonly Check[] = [
  checkClientID,
  checkClientSecret,
  checkLineEnds,
  (_declaration, { timeout }) => positive('timeout', timeout, 'milliseconds'),
  (_declaration, { maxResponseBytes }) => positive('maxResponseBytes', maxResponseBytes, 'bytes'),
  (_declaration, { maxAge }) => (maxAge === 0 ? undefined : positive('maxAge', maxAge, 'seconds')),
  checkSharedSecret,
  checkFetch,
];

/**
 * Checks what every client needs. A client takes the options of a strategy as well, so that both can share one object.
 *
 * @throws TypeError that names the option and the fix
 */
export function checkClientOptions(declaration: Declaration, options: ProviderClientOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`${declaration.title}: options are missing. Give at least \`clientID\`.`);
  }
  checkNames(declaration, options);
  for (const check of checks) {
    const refusalReason = check(declaration, options);
    if (refusalReason !== undefined) throw new TypeError(`${declaration.title}: ${refusalReason}`);
  }
}

function checkClientID(declaration: Declaration, { clientID }: ClientOptions): string | undefined {
  if (isFilled(clientID)) return undefined;
  return `\`clientID\` must be the application's client id (is ${environmentOf(declaration)}_CLIENT_ID set?). See ${declaration.documentation}`;
}

function checkClientSecret(declaration: Declaration, { clientSecret }: ClientOptions): string | undefined {
  if (declaration.clientAuthentication === 'none') {
    return clientSecret
      ? 'remove `clientSecret`. The service has public clients only, and the secret would never be sent.'
      : undefined;
  }
  if (isFilled(clientSecret)) return undefined;
  return `\`clientSecret\` must be the application's client secret (is ${environmentOf(declaration)}_CLIENT_SECRET set?). See ${declaration.documentation}`;
}

/** A line end would end the header that holds the value, and is easily copied with it. */
function checkLineEnds(
  _declaration: Declaration,
  { clientID, clientSecret, customHeaders }: ClientOptions,
): string | undefined {
  const values = Object.entries({ clientID, clientSecret, ...customHeaders });
  const broken = values.find(([, value]) => /[\r\n\0]/.test(value ?? ''));
  return broken && `\`${broken[0]}\` contains a line end. Was it copied with one?`;
}

function checkSharedSecret(
  _declaration: Declaration,
  { idTokenSharedSecret: secret }: ClientOptions,
): string | undefined {
  if (secret === undefined || isFilled(secret)) return undefined;
  return '`idTokenSharedSecret` must be a string that is not empty. Remove it unless you operate the server yourself.';
}

function checkFetch(_declaration: Declaration, { fetch }: ClientOptions): string | undefined {
  return fetch === undefined || typeof fetch === 'function' ? undefined : '`fetch` must be a function.';
}

function positive(option: string, value: unknown, unit: string): string | undefined {
  if (value === undefined || (typeof value === 'number' && value > 0 && Number.isFinite(value)))
    return undefined;
  return `\`${option}\` must be a positive number of ${unit}.`;
}

function isFilled(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function environmentOf({ environment, name }: Declaration): string {
  return environment ?? name.toUpperCase();
}
