import { asObject, asText, type JsonObject } from '../lib/json';

/** An e-mail address of a profile. */
export interface ProfileEmail {
  readonly value: string;
  /** Present only if the service sends it. Missing does not mean verified. */
  readonly verified?: boolean | undefined;
}

/**
 * A service's user object, for a profile mapping. A member that does not have the requested type counts as missing.
 */
export class UserObject {
  constructor(
    /** The unchanged object. */
    readonly json: JsonObject,
  ) {}

  /** The first of the members that is a non-empty string. */
  text(...members: readonly string[]): string | undefined {
    return this.first(members, asText);
  }

  /** The members that are non-empty strings, joined by a space. */
  joined(...members: readonly string[]): string | undefined {
    return asText(members.flatMap((member) => this.text(member) ?? []).join(' '));
  }

  /**
   * The first of the members that is an identifier: a non-empty string or an integer, returned as a string. For the
   * profile's `id`, give one member here, or use {@link strictIdentifier}: with several, a user whose first member
   * cannot be read could get the id of another user.
   */
  identifier(...members: readonly string[]): string | undefined {
    return this.first(members, asIdentifier);
  }

  /**
   * The member as an identifier: a non-empty string or an integer, returned as a string. A missing member, null and
   * `''` are undefined.
   *
   * @throws UserInvalidError if the member is anything else, such as a fraction, an integer beyond 2^53 - 1, a boolean,
   *   an object, or a string that UTF-8 cannot represent. In a mapping, the login then ends in `profile_invalid`.
   */
  strictIdentifier(member: string): string | undefined {
    const value = this.json[member];
    if (value === undefined || value === null || value === '') return undefined;
    const identifier = asIdentifier(value);
    if (identifier !== undefined) return identifier;
    throw this.invalid(
      `\`${member}\` is neither text nor an integer that JavaScript can represent, so it identifies nobody`,
    );
  }

  /**
   * The error for a user that a mapping cannot accept: the login ends in `profile_invalid`.
   *
   * @param detail - the reason, for developers. It becomes part of an error message: do not quote the user's data.
   */
  invalid(detail: string): Error {
    return new UserInvalidError(detail);
  }

  /** The member if it is a boolean. */
  flag(member: string): boolean | undefined {
    const value = this.json[member];
    return typeof value === 'boolean' ? value : undefined;
  }

  /** The member if it is an object. */
  object(member: string): UserObject | undefined {
    const value = asObject(this.json[member]);
    return value && new UserObject(value);
  }

  /** The objects in the member, if it is an array. */
  objects(member: string): readonly UserObject[] | undefined {
    const value = this.json[member];
    return Array.isArray(value) ? value.flatMap((item) => wrapped(asObject(item))) : undefined;
  }

  /** The strings in the member, if it is an array. */
  texts(member: string): readonly string[] | undefined {
    const value = this.json[member];
    return Array.isArray(value)
      ? value.filter((item): item is string => typeof item === 'string')
      : undefined;
  }

  /** Passport's `emails`. `verified` is present only if the service sends it. */
  emails(member: string, verifiedMember?: string): readonly ProfileEmail[] | undefined {
    const value = this.text(member);
    const verified = verifiedMember === undefined ? undefined : this.flag(verifiedMember);
    return value === undefined ? undefined : [{ value, ...(verified === undefined ? {} : { verified }) }];
  }

  /** Passport's `photos`. */
  photos(...members: readonly string[]): readonly { readonly value: string }[] | undefined {
    const value = this.text(...members);
    return value === undefined ? undefined : [{ value }];
  }

  /** A copy with only these members, if they are present. */
  pick(members: readonly string[]): JsonObject {
    return Object.fromEntries(
      members.filter((name) => Object.hasOwn(this.json, name)).map((name) => [name, this.json[name]]),
    );
  }

  private first<Value>(
    members: readonly string[],
    read: (value: unknown) => Value | undefined,
  ): Value | undefined {
    for (const member of members) {
      const value = read(this.json[member]);
      if (value !== undefined) return value;
    }
    return undefined;
  }
}

/**
 * A non-empty string, or a safe integer as a string. Larger numbers are rounded, and UTF-8 replaces every lone surrogate
 * by the same character: two users could become one.
 */
export function asIdentifier(value: unknown): string | undefined {
  if (Number.isSafeInteger(value)) return String(value);
  const text = asText(value);
  return text === undefined || /\p{Surrogate}/u.test(text) ? undefined : text;
}

/** A mapping cannot accept the user. The message does not quote the user's data. */
export class UserInvalidError extends Error {
  override readonly name = 'UserInvalidError';
}

function wrapped(item: JsonObject | undefined): readonly UserObject[] {
  return item ? [new UserObject(item)] : [];
}
