import { type Grant } from '../../authorization/grants';
import { type KomerzaStore } from './store';
import { type KomerzaUser } from './users';

/** All stores: those of the users at the start, with the changes of the applications. */
export class KomerzaStoreBook {
  readonly #stores: Map<string, KomerzaStore[]>;
  readonly #created = new WeakMap<Grant, Set<string>>();

  constructor(users: readonly KomerzaUser[]) {
    this.#stores = new Map(users.map(({ id, stores }) => [id, [...stores]]));
  }

  of(userID: string): readonly KomerzaStore[] {
    return this.#stores.get(userID) ?? [];
  }

  /** The stores that the user chose, and those that the application created since. */
  granted(grant: Grant<KomerzaUser>): readonly KomerzaStore[] {
    const created = this.#created.get(grant);
    return this.of(grant.user.id).filter(({ id }) => grant.stores.includes(id) || created?.has(id));
  }

  isTaken(url: string): boolean {
    return [...this.#stores.values()].flat().some((store) => store.url === url);
  }

  /** Adds a store for the user. The application that created it may use it without a new consent. */
  add(grant: Grant<KomerzaUser>, store: KomerzaStore): void {
    this.#stores.set(grant.user.id, [...this.of(grant.user.id), store]);
    this.#created.set(grant, new Set(this.#created.get(grant)).add(store.id));
  }

  replace(userID: string, changed: KomerzaStore): void {
    const stores = this.of(userID).map((store) => (store.id === changed.id ? changed : store));
    this.#stores.set(userID, stores);
  }
}
