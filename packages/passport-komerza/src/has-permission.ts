import type { KomerzaStorePermissions } from './api';
import { ownMember } from './own-member';
import type { KomerzaPermission } from './permissions';
import type { KomerzaStore } from './profile';

/** What can be permitted in one store; the permissions of the user's account cannot. */
type StorePermission = Extract<KomerzaPermission, `stores.${string}`>;

/**
 * Whether the user may do something in a store: as its owner, or because the team gave the permission. What Komerza
 * did not tell counts as no, and so does everything that has not the documented form. The application's own
 * permissions come on top: Komerza refuses without them.
 *
 * @param store - of `profile.stores`, or what `client.storePermissions()` gave. Not a store of `client.user()` or
 *   `client.store()`: these do not say who owns them
 */
export function hasPermission(
  store: Pick<KomerzaStore, 'isOwner' | 'scopes'> | KomerzaStorePermissions | undefined,
  permission: StorePermission,
): boolean {
  // A misspelt constant is undefined: that is nobody's permission, not even the owner's.
  if (typeof permission !== 'string' || !permission.startsWith('stores.')) return false;
  if (ownMember(store, 'isOwner') === true) return true;
  const granted = ownMember(store, 'permissions') ?? ownMember(store, 'scopes');
  // Not `includes` of the value itself: that of a text finds `stores.view` in `stores.viewers`.
  return Array.isArray(granted) && Array.prototype.includes.call(granted, permission);
}
