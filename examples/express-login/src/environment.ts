/** The variables of the process, or of a test. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Gives an environment variable; one that is not set is empty. */
export type ReadVariable = (name: string) => string;

export function reader(environment: Environment): ReadVariable {
  return (name) => environment[name] ?? '';
}

/**
 * Whether the real service is to be used: all of its variables are set, or none.
 *
 * @throws Error that names the variables that are missing
 */
export function isConfigured(title: string, variables: readonly string[], variable: ReadVariable): boolean {
  const missing = variables.filter((name) => !variable(name));
  if (missing.length === 0) return true;
  if (missing.length === variables.length) return false;
  throw new Error(
    `${title} is configured by halves: ${missing.join(' and ')} is missing. ` +
      `Set ${variables.join(' and ')}, or none of them to use the emulator.`,
  );
}

/**
 * One of several words, or nothing if the variable is not set.
 *
 * @throws Error that names the variable and what it may be
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
