/** Constants for Komerza's permissions. You choose an application's permissions when you register it. */
export const KomerzaPermission = {
  // User.
  userView: 'user.view',
  userWebhooksView: 'user.webhooks.view',
  userWebhooksCreate: 'user.webhooks.create',
  userWebhooksUpdate: 'user.webhooks.update',
  userWebhooksDelete: 'user.webhooks.delete',
  // Stores.
  storesView: 'stores.view',
  storesCreate: 'stores.create',
  storesUpdate: 'stores.update',
  storesAnalyticsView: 'stores.analytics.view',
  // Catalogue.
  storesCategoriesView: 'stores.categories.view',
  storesCategoriesCreate: 'stores.categories.create',
  storesCategoriesUpdate: 'stores.categories.update',
  storesCategoriesDelete: 'stores.categories.delete',
  storesProductsView: 'stores.products.view',
  storesProductsCreate: 'stores.products.create',
  storesProductsUpdate: 'stores.products.update',
  storesProductsDelete: 'stores.products.delete',
  // Customers and orders.
  storesCustomersView: 'stores.customers.view',
  storesCustomersCreate: 'stores.customers.create',
  storesCustomersUpdate: 'stores.customers.update',
  storesOrdersView: 'stores.orders.view',
  storesOrdersCreate: 'stores.orders.create',
  storesOrdersDeliver: 'stores.orders.deliver',
  storesOrdersRefund: 'stores.orders.refund',
  // Marketing.
  storesCouponsView: 'stores.coupons.view',
  storesCouponsCreate: 'stores.coupons.create',
  storesCouponsUpdate: 'stores.coupons.update',
  storesCouponsDelete: 'stores.coupons.delete',
  storesDiscountdialogsView: 'stores.discountdialogs.view',
  storesDiscountdialogsCreate: 'stores.discountdialogs.create',
  storesDiscountdialogsUpdate: 'stores.discountdialogs.update',
  storesDiscountdialogsDelete: 'stores.discountdialogs.delete',
  storesEmailmarketingView: 'stores.emailmarketing.view',
  storesEmailmarketingUpdate: 'stores.emailmarketing.update',
  storesAffiliatesView: 'stores.affiliates.view',
  storesAffiliatesUpdate: 'stores.affiliates.update',
  // Safety and support.
  storesBlacklistView: 'stores.blacklist.view',
  storesBlacklistCreate: 'stores.blacklist.create',
  storesBlacklistUpdate: 'stores.blacklist.update',
  storesBlacklistDelete: 'stores.blacklist.delete',
  storesTicketsView: 'stores.tickets.view',
  storesTicketsUpdate: 'stores.tickets.update',
  storesTicketsDelete: 'stores.tickets.delete',
  storesReviewsFlaggedCreate: 'stores.reviews.flagged.create',
  // Other.
  storesSubscriptionsView: 'stores.subscriptions.view',
  storesSubscriptionsUpdate: 'stores.subscriptions.update',
  storesTaxView: 'stores.tax.view',
  storesTaxUpdate: 'stores.tax.update',
  storesBlogView: 'stores.blog.view',
  storesBlogCreate: 'stores.blog.create',
  storesBlogUpdate: 'stores.blog.update',
  storesBlogDelete: 'stores.blog.delete',
} as const;

/** One of Komerza's permissions. */
export type KomerzaPermission = (typeof KomerzaPermission)[keyof typeof KomerzaPermission];
