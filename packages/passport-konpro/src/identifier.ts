import type { UserObject } from 'passport-oauth2-base';
import type { KonProOptions } from './options';

/** Prefixes of the ids that are not a `user_id`. A `user_id` must not begin with one of them. */
const prefixes = { id: 'id:', username: 'username:', email: 'email:' } as const;

/**
 * The id of a user. KonPro does not document which member identifies one, so the id carries the name of the member,
 * except for `user_id`: the `username` 42, which its owner chose, must not meet the `id` 42 of another user.
 *
 * @throws an error, which becomes `profile_invalid`, if the member that decides is there and cannot be an identifier.
 *   The next member is not used then: after a change at KonPro, a user would get the id of another user.
 * @internal
 */
export function identifierOf(
  user: UserObject,
  { idMember, dangerouslyUseEmailAsId }: KonProOptions,
): string | undefined {
  if (idMember !== undefined) return user.strictIdentifier(idMember);
  const userId = user.strictIdentifier('user_id');
  if (userId !== undefined) {
    if (!Object.values(prefixes).some((prefix) => userId.startsWith(prefix))) return userId;
    throw user.invalid('`user_id` begins with a prefix that this package gives to other identifiers');
  }
  return (
    prefixed(user, 'id') ??
    prefixed(user, 'username') ??
    (dangerouslyUseEmailAsId ? prefixed(user, 'email') : undefined)
  );
}

function prefixed(user: UserObject, member: keyof typeof prefixes): string | undefined {
  const identifier = user.strictIdentifier(member);
  return identifier === undefined ? undefined : prefixes[member] + identifier;
}
