import { asObject, asText, type JsonObject } from '../lib/json';

/** An e-mail address of a profile. */
export interface ProfileEmail {
  readonly value: string;
  /** Only there when the service says so. Missing does not mean verified. */
  readonly verified?: boolean | undefined;
}

/**
 * A service's user object, to be read by a profile mapping. Nothing in it is taken for granted: a member of another
 * type than asked for is as good as missing.
 */
export class UserObject {
  constructor(
    /** The object as it came. */
    readonly json: JsonObject,
  ) {}

  /** The first of the members that is text with something in it. */
  text(...members: readonly string[]): string | undefined {
    return this.first(members, asText);
  }

  /** The members that are text, joined by a space. */
  joined(...members: readonly string[]): string | undefined {
    return asText(members.flatMap((member) => this.text(member) ?? []).join(' '));
  }

  /** The first of the members that can be an identifier: text, or a whole number, which becomes text. */
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

  /** The objects in the member, if it is a list. */
  objects(member: string): readonly UserObject[] | undefined {
    const value = this.json[member];
    return Array.isArray(value) ? value.flatMap((item) => wrapped(asObject(item))) : undefined;
  }

  /** The texts in the member, if it is a list. */
  texts(member: string): readonly string[] | undefined {
    const value = this.json[member];
    return Array.isArray(value)
      ? value.filter((item): item is string => typeof item === 'string')
      : undefined;
  }

  /** Passport's `emails`. `verified` is there only when the service says something about it. */
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

  /** An object of only these members, as far as they are there. */
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

/** Text, or a whole number as text. Beyond the safe integers two users' numbers would become the same. */
export function asIdentifier(value: unknown): string | undefined {
  return Number.isSafeInteger(value) ? String(value) : asText(value);
}

function wrapped(item: JsonObject | undefined): readonly UserObject[] {
  return item ? [new UserObject(item)] : [];
}
