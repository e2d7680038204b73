import type { KomerzaStorePermissions } from './api';
import { ownMember } from './own-member';
import type { KomerzaPermission } from './permissions';
import type { KomerzaStore } from './profile';

/** Permissions that apply to a single store, unlike those of the user's account. */
type StorePermission = Extract<KomerzaPermission, `stores.${string}`>;

/**
 * Whether the user may do something in a store, as its owner or as a team member. Missing or malformed data counts as
 * no. The application needs the permission as well; otherwise Komerza refuses the call.
 *
 * @param store - from `profile.stores` or `client.storePermissions()`. A store of `client.user()` or `client.store()`
 *   does not work: it has no `isOwner`
 */
export function hasPermission(
  store: Pick<KomerzaStore, 'isOwner' | 'scopes'> | KomerzaStorePermissions | undefined,
  permission: StorePermission,
): boolean {
  // A misspelled constant is undefined and must not grant anything, even to an owner.
  if (typeof permission !== 'string' || !permission.startsWith('stores.')) return false;
  if (ownMember(store, 'isOwner') === true) return true;
  const granted = ownMember(store, 'permissions') ?? ownMember(store, 'scopes');
  // Only on arrays: `includes` of a string would find `stores.view` in `stores.viewers`.
  return Array.isArray(granted) && Array.prototype.includes.call(granted, permission);
}
