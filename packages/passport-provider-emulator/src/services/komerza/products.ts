import { type KomerzaStore } from './store';

/** The products of the test users' stores. A new store has none. */
const catalogue: Readonly<Record<string, readonly string[]>> = {
  'rice-and-roses': ['Jasmine rice 🌾', 'Red roses', 'Gift card'],
  'night-market': ['Lantern'],
  'team-shop': ['Team shirt'],
  'dara-prints': ['Angkor print', 'Mekong print'],
};

type Members = Readonly<Record<string, unknown>>;

/** † The products of a store, with minimal values for all members of the schema. */
export function productsOf({ id: storeId, url, dateCreated }: KomerzaStore, userId: string): Members[] {
  return (catalogue[url] ?? []).map((name, index) => {
    const id = `${storeId.slice(0, -2)}${index + 1}0`;
    const stock = 10 * (index + 1);
    const variant = {
      id: `${storeId.slice(0, -2)}${index + 1}1`,
      dateCreated,
      name: 'Standard',
      productId: id,
      storeId,
      cost: 4.5 + index,
      deliveryTypes: [],
      minimumQuantity: 1,
      maximumQuantity: 10,
      order: 1,
      imageNames: [],
      stock,
    };
    return {
      id,
      dateCreated,
      name,
      slug: `product-${index + 1}`,
      description: `${name} from ${url}`,
      visibility: 0,
      imageNames: [],
      storeId,
      userId,
      shouldBlockVpns: false,
      order: index + 1,
      isBestSeller: index === 0,
      blacklistedPaymentGateways: [],
      metadata: null,
      stock,
      variants: [variant],
    };
  });
}
