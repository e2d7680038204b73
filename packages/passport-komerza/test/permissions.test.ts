import { hasPermission, KomerzaPermission } from 'passport-komerza';

describe('the constants', () => {
  // docs.komerza.com and the API's schema (July 2026) have these and no others.
  const four = ['view', 'create', 'update', 'delete'];
  const documented: readonly (readonly [resource: string, actions: readonly string[]])[] = [
    ['user', ['view']],
    ['user.webhooks', four],
    ['stores', ['view', 'create', 'update']],
    ['stores.analytics', ['view']],
    ['stores.categories', four],
    ['stores.products', four],
    ['stores.customers', ['view', 'create', 'update']],
    ['stores.orders', ['view', 'create', 'deliver', 'refund']],
    ['stores.coupons', four],
    ['stores.discountdialogs', four],
    ['stores.emailmarketing', ['view', 'update']],
    ['stores.affiliates', ['view', 'update']],
    ['stores.blacklist', four],
    ['stores.tickets', ['view', 'update', 'delete']],
    ['stores.reviews.flagged', ['create']],
    ['stores.subscriptions', ['view', 'update']],
    ['stores.tax', ['view', 'update']],
    ['stores.blog', four],
  ];
  const expected = documented.flatMap(([resource, actions]) =>
    actions.map((action) => `${resource}.${action}`),
  );

  test('are all that Komerza documents, each once', () => {
    expect(expected).toHaveLength(52);
    expect(Object.values(KomerzaPermission).sort()).toEqual([...expected].sort());
  });

  test('are named like what they stand for', () => {
    for (const [name, value] of Object.entries(KomerzaPermission)) {
      expect(name).toBe(value.replace(/\.(\w)/g, (_, letter: string) => letter.toUpperCase()));
    }
  });
});

describe('hasPermission', () => {
  const { storesView, storesOrdersView, storesProductsUpdate } = KomerzaPermission;
  const may = (store: unknown, permission: unknown = storesView): boolean =>
    hasPermission(store as never, permission as never);

  test.each<[string, unknown]>([
    ['the owner, of the profile', { id: 's', isOwner: true }],
    [
      'the owner, of storePermissions(), who has no list',
      { isOwner: true, permissions: [], enabledPaymentMethods: [] },
    ],
    ['a member of the team, of the profile', { id: 's', isOwner: false, scopes: [storesView] }],
    ['a member of the team, of storePermissions()', { isOwner: false, permissions: ['x', storesView] }],
    ['a member where Komerza does not say who owns it', { id: 's', scopes: [storesView] }],
    ['somebody whose session was kept as JSON', JSON.parse('{"id":"s","isOwner":true}')],
    ['an object without prototype', Object.assign(Object.create(null) as object, { isOwner: true })],
  ])('yes: %s', (_case, store) => {
    expect(may(store)).toBe(true);
  });

  test.each<[string, unknown]>([
    ['no store', undefined],
    ['null', null],
    ['nothing is known', {}],
    ['an id alone', { id: 's' }],
    ['a member without permissions', { isOwner: false, scopes: [] }],
    ['a member with another permission', { isOwner: false, scopes: ['stores.update'] }],
    ['a member with a longer permission', { isOwner: false, scopes: ['stores.views', 'xstores.view'] }],
    ['a member with a shorter permission', { isOwner: false, scopes: ['stores', 'stores.'] }],
    ['a member with a wildcard, which Komerza does not know', { isOwner: false, scopes: ['*', 'stores.*'] }],
    ['other letters', { isOwner: false, scopes: ['Stores.View', ' stores.view', 'stores.view '] }],
    ['scopes are null: that is what a store of user() says', { id: 's', scopes: null }],
    ['scopes are a text with it', { scopes: 'stores.view' }],
    ['permissions are a text with it', { isOwner: false, permissions: 'stores.views stores.view' }],
    ['scopes are an object with it', { scopes: { 'stores.view': true, 0: 'stores.view', length: 1 } }],
    ['scopes say yes to everything', { scopes: { includes: () => true } }],
    ['scopes are a set', { scopes: new Set(['stores.view']) }],
    ['scopes are a list of lists', { scopes: [['stores.view']] }],
    ['scopes are a list with something that reads like it', { scopes: [{ toString: () => 'stores.view' }] }],
    ['isOwner is a text', { isOwner: 'true' }],
    ['isOwner is a number', { isOwner: 1 }],
    ['isOwner is an object', { isOwner: {} }],
    ['isOwner is null', { isOwner: null }],
    ['isOwner is inherited', Object.create({ isOwner: true })],
    ['scopes are inherited', Object.create({ scopes: [storesView] })],
    ['permissions are inherited', Object.create({ permissions: [storesView] })],
    ['a list', [storesView]],
    ['a list of stores', [{ isOwner: true }]],
    ['a text', 'stores.view'],
    ['a number', 7],
    ['true', true],
    ['a function', Object.assign(() => undefined, { isOwner: true })],
    ['the constants', KomerzaPermission],
    ['an empty list of permissions beside scopes', { permissions: [], scopes: [storesView] }],
  ])('no: %s', (_case, store) => {
    expect(may(store)).toBe(false);
  });

  test.each<[string, unknown]>([
    ['a constant that is misspelt', undefined],
    ['null', null],
    ['an empty text', ''],
    ['a list', [storesView]],
    ['a number', 0],
    ['something that reads like it', { toString: () => storesView, startsWith: () => true }],
    ['a permission of the account', KomerzaPermission.userView],
    ['`isOwner`', 'isOwner'],
    ['`length`', 'length'],
    ['`constructor`', 'constructor'],
  ])('no, to the owner and to a list that has it: %s', (_case, permission) => {
    const store = { isOwner: false, scopes: [permission, ''], permissions: [permission] };
    // Not by `may`: its default would stand in for undefined.
    expect(hasPermission(store as never, permission as never)).toBe(false);
    expect(hasPermission({ isOwner: true }, permission as never)).toBe(false);
    // eslint-disable-next-line no-sparse-arrays -- a hole reads as undefined
    expect(hasPermission({ scopes: [,] } as never, permission as never)).toBe(false);
  });

  test.each(['isOwner', 'scopes', 'permissions'])('no: every object has `%s` since an attack', (name) => {
    const value = name === 'isOwner' ? true : [storesView];
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
    try {
      expect([may({}), may({ id: 's' }), may([]), may('x'), may(7)]).toEqual(Array(5).fill(false));
    } finally {
      Reflect.deleteProperty(Object.prototype, name);
    }
  });

  test('tells the permissions of one member from each other', () => {
    const store = { isOwner: false, scopes: [storesView, storesOrdersView] };
    expect([storesView, storesOrdersView, storesProductsUpdate].map((each) => may(store, each))).toEqual([
      true,
      true,
      false,
    ]);
  });
});
