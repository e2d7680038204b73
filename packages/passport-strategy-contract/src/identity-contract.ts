import assert from 'node:assert/strict';
import type { RunnableApiCase } from './api-contract';

/** The members of a service's user that identify the user. */
export interface IdentityContractOptions {
  /** The members of a user that may become the profile's `id`, the one that decides first. */
  readonly members: readonly [string, ...string[]];
  /** The service's response of the profile endpoint, around the user. */
  readonly response: (user: object) => object;
  /** Makes a client that sends every request by this `fetch`, which gives the response. */
  readonly client: (fetch: (url: string, init: RequestInit) => Promise<Response>) => {
    userProfile(accessToken: string): Promise<{ readonly id: string }>;
  };
}

const absent: readonly unknown[] = [undefined, null, ''];
/** Present, but two users could become one. JSON.stringify writes the lone surrogate as an escape. */
const unusable: readonly unknown[] = [1.5, 2 ** 53, true, {}, '\ud800'];
const usable: readonly unknown[] = [42, '42', 'a'];
/** These are not combined: they stand in the member that decides first, alone. */
const alsoUnusable: readonly unknown[] = [-(2 ** 60), 0.1, false, [], ['42'], [42], { id: 42 }, 'a\udfff'];
const alsoUsable: readonly unknown[] = [0, -1, Number.MAX_SAFE_INTEGER, '0', ' ', '🌾', 'null', 'undefined'];

type User = Readonly<Record<string, unknown>>;
type Mapped = { readonly id: string } | { readonly reason: unknown };

/** A user, what became of the user, and the first member that is there. */
interface Seen {
  readonly user: User;
  readonly mapped: Mapped;
  readonly member: string | undefined;
  readonly value: unknown;
}

/**
 * The rows that the identity of every profile passes (A67): all members present, absent and unusable, in every
 * combination. A user is who the first member that is there says, and two users never have one `profile.id`.
 *
 * @example
 * const rows = identityContract({
 *   members: ['id'],
 *   response: (user) => ({ data: user }),
 *   client: (fetch) => new KomerzaClient({ clientID, clientSecret, fetch }),
 * });
 * test.each(rows)('$title', ({ run }) => run());
 */
export function identityContract(options: IdentityContractOptions): readonly RunnableApiCase[] {
  let users: Promise<readonly Seen[]> | undefined;
  const seen = (): Promise<readonly Seen[]> =>
    (users ??= Promise.all(usersOf(options).map((user) => see(options, user))));
  const rows: Readonly<Record<string, (seen: readonly Seen[]) => void>> = {
    'two users never have one profile.id': neverOne,
    'an identifier that is there and cannot be held is profile_invalid': (all) =>
      refused(all, [...unusable, ...alsoUnusable]),
    'a user without any identifier is profile_invalid': (all) => refused(all, [undefined]),
    'every identifier that can be held identifies its user': accepted,
  };
  return Object.entries(rows).map(([name, check]) => ({
    name,
    row: 'A67',
    title: `A67 ${name}`,
    run: async () => check(await seen()),
  }));
}

/** All combinations of what the members may hold. */
function usersOf({ members }: IdentityContractOptions): readonly User[] {
  // These look like the id of another member, should the package give prefixes.
  const imitations = members.map((member) => `${member}:42`);
  const values = [...absent, ...unusable, ...usable, ...imitations];
  const combined = members.reduce<readonly User[]>(
    (users, member) => users.flatMap((user) => values.map((value) => ({ ...user, [member]: value }))),
    [{}],
  );
  return [...combined, ...[...alsoUnusable, ...alsoUsable].map((value) => ({ [members[0]]: value }))];
}

async function see(options: IdentityContractOptions, user: User): Promise<Seen> {
  const { client, members, response } = options;
  const body = JSON.stringify(response(user));
  const headers = { 'Content-Type': 'application/json' };
  const answering = client(() => Promise.resolve(new Response(body, { headers })));
  const mapped = await answering.userProfile('access-token').then(
    ({ id }): Mapped => ({ id }),
    (error: { readonly reason?: unknown }): Mapped => ({ reason: error.reason }),
  );
  const member = members.find((each) => !absent.includes(user[each]));
  return { user, mapped, member, value: member && user[member] };
}

function neverOne(all: readonly Seen[]): void {
  const owners = new Map<string, string>();
  for (const { mapped, member, value } of all) {
    if (!('id' in mapped)) continue;
    const owner = `${member} ${String(value)}`;
    const other = owners.get(mapped.id) ?? owner;
    assert.equal(owner, other, `profile.id ${JSON.stringify(mapped.id)} is the id of two users`);
    owners.set(mapped.id, owner);
  }
}

function refused(all: readonly Seen[], values: readonly unknown[]): void {
  const concerned = all.filter(({ value }) => values.includes(value));
  assert.ok(concerned.length > 0);
  for (const { user, mapped } of concerned) {
    assert.deepEqual(mapped, { reason: 'profile_invalid' }, JSON.stringify(user));
  }
}

function accepted(all: readonly Seen[]): void {
  for (const { user, mapped, value } of all) {
    if (![...usable, ...alsoUsable].includes(value)) continue;
    assert.ok('id' in mapped, `refused: ${JSON.stringify(user)}`);
  }
}
