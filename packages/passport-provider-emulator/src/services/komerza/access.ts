import { type Call, bearerToken } from '../../http/request';
import { type Clock } from '../../authorization/clock';
import { type Grant, type GrantBook } from '../../authorization/grants';
import { Refusal, invalidToken } from '../../http/refusal';
import { type KomerzaStore } from './store';
import { type KomerzaStoreBook } from './store-book';
import { type KomerzaSwitches } from './switches';
import { type KomerzaUser } from './users';

/** What the endpoints share. */
export interface KomerzaParts {
  readonly clock: Clock;
  readonly switches: KomerzaSwitches;
  readonly grants: GrantBook<KomerzaUser>;
  readonly stores: KomerzaStoreBook;
}

/** The grant of the access token. Without `permission`, any valid token will do. */
export function permittedGrant(
  { grants }: KomerzaParts,
  call: Call,
  permission?: string,
): Grant<KomerzaUser> {
  const token = bearerToken(call);
  if (token === undefined) throw invalidToken('missing_token', 'The Authorization header is missing');
  const grant = grants.findAccessToken(token);
  if (permission === undefined || grant.scope.includes(permission)) return grant;
  throw new Refusal(403, 'AccessDenied', 'missing_permission', `The permission ${permission} is missing`);
}

/** A store in which the application has the permission and, if it is a team's store, the user too. */
export function permittedStore(
  parts: KomerzaParts,
  call: Call,
  id: string,
  permission: string,
): { grant: Grant<KomerzaUser>; store: KomerzaStore } {
  const grant = permittedGrant(parts, call, permission);
  const store = grantedStore(parts, grant, id);
  if (store.scopes?.includes(permission) ?? true) return { grant, store };
  const text = `The team of this store did not give the user ${permission}`;
  throw new Refusal(403, 'AccessDenied', 'missing_team_permission', text);
}

export function grantedStore(
  { stores, switches }: KomerzaParts,
  grant: Grant<KomerzaUser>,
  id: string,
): KomerzaStore {
  const store = stores.granted(grant).find((known) => known.id === id);
  if (store) return store;
  const status = switches.ungrantedStoreStatus;
  const code = status === 404 ? 'NotFound' : 'AccessDenied';
  throw new Refusal(status, code, 'store_not_granted', 'The user gave no access to such a store');
}
