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

  /** The first of the members that is an identifier: a non-empty string or an integer, returned as a string. */
  identifier(...members: readonly string[]): string | undefined {
    return this.first(members, asIdentifier);
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

/** A non-empty string, or a safe integer as a string. Larger numbers are rounded: two users could become the same. */
export function asIdentifier(value: unknown): string | undefined {
  return Number.isSafeInteger(value) ? String(value) : asText(value);
}

function wrapped(item: JsonObject | undefined): readonly UserObject[] {
  return item ? [new UserObject(item)] : [];
}
