/** The texts of these form fields, trimmed. A missing or repeated field is empty. */
export function textsOf<Name extends string>(
  body: unknown,
  names: readonly Name[],
): Readonly<Record<Name, string>> {
  const given = (body ?? {}) as Readonly<Record<string, unknown>>;
  const textOf = (name: Name): string => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    return typeof value === 'string' ? value.trim() : '';
  };
  return Object.fromEntries(names.map((name) => [name, textOf(name)])) as Record<Name, string>;
}

/** What is wrong with a form, by the name of the field. */
export type Objections<Name extends string> = Readonly<Partial<Record<Name, string>>>;
