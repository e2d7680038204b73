/** Adds an item to a list that keeps only the last ones. */
export function keepLast<Item>(list: Item[], item: Item, limit = 1_000): void {
  list.push(item);
  if (list.length > limit) list.splice(0, list.length - limit);
}

/** Adds an entry to a map that keeps only the last ones. */
export function keepLastEntry<Key, Value>(
  map: Map<Key, Value>,
  key: Key,
  value: Value,
  limit = 10_000,
): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= limit) return;
    map.delete(oldest);
  }
}
