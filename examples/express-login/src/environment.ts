/** The variables of the process, or of a test. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Returns the value of an environment variable, or an empty string. */
export type ReadVariable = (name: string) => string;

export function reader(environment: Environment): ReadVariable {
  return (name) => environment[name] ?? '';
}

/**
 * Whether the real service is used. Either all of its variables are set, or none.
 *
 * @throws Error that names the variables that are missing
 */
export function isConfigured(title: string, variables: readonly string[], variable: ReadVariable): boolean {
  const missing = variables.filter((name) => !variable(name));
  if (missing.length === 0) return true;
  if (missing.length === variables.length) return false;
  throw new Error(
    `${title} is only partly configured: ${missing.join(' and ')} is missing. ` +
      `Set ${variables.join(' and ')}, or none of them.`,
  );
}

/**
 * Reads a variable that allows a few words. Returns undefined if it is not set.
 *
 * @throws Error that names the variable and its allowed values
 */
export function choice<Word extends string>(
  name: string,
  words: readonly Word[],
  variable: ReadVariable,
): Word | undefined {
  const value = variable(name);
  const word = words.find((known) => known === value);
  if (value && word === undefined) throw new Error(`${name} must be ${words.join(' or ')}, not "${value}".`);
  return word;
}

/**
 * Whether a service without its variables may be emulated. In production it is left out instead, because anybody can
 * sign in as any user of an emulator. `ALLOW_EMULATORS` (`1` or `0`) overrides this.
 */
export function allowsEmulators(environment: Environment, baseURL: string): boolean {
  const given = choice('ALLOW_EMULATORS', ['0', '1'], reader(environment));
  if (given !== undefined) return given === '1';
  return environment['NODE_ENV'] !== 'production' && !isHttps(baseURL);
}

/** Whether browsers reach this application by https. A proxy in front of it ends TLS then. */
export function isHttps(baseURL: string): boolean {
  return new URL(baseURL).protocol === 'https:';
}
