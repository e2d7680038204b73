/** A store as `GET /user` shows it. `GET /stores/{id}` leaves `scopes` out. */
export interface KomerzaStore {
  readonly id: string;
  readonly dateCreated: string;
  readonly name: string;
  readonly description: string;
  /** The subdomain only. */
  readonly url: string;
  readonly domain: string;
  readonly customDomain: string | null;
  readonly currencyCode: string;
  readonly rating: number;
  /** The permissions that the team gives to the user. Null for the owner. */
  readonly scopes: readonly string[] | null;
  readonly prependProductNameToReceipt: boolean;
  readonly isAutomaticReviewsEnabled: boolean;
  readonly isCustomerBalanceEnabled: boolean;
  readonly maintenanceReason: string | null;
  readonly termsOfServiceUrl: string | null;
  readonly refundPolicyUrl: string | null;
  readonly privacyPolicyUrl: string | null;
  readonly isTicketingEnabled: boolean;
  readonly externalSupportUrl: string | null;
  readonly externalSupportDescription: string | null;
  readonly isInactive: boolean;
  readonly lastOrderAt: string | null;
  readonly branding: Readonly<Record<string, unknown>>;
  readonly affiliateOptions: Readonly<Record<string, unknown>>;
}

type Details = Pick<KomerzaStore, 'url' | 'name' | 'description'> & Partial<KomerzaStore>;

/** A store with the settings of a new one. */
export function createStore(id: string, dateCreated: string, details: Details): KomerzaStore {
  return {
    id,
    dateCreated,
    domain: `${details.url}.komerza.example-business.com`,
    customDomain: null,
    currencyCode: 'USD',
    rating: 0,
    scopes: null,
    prependProductNameToReceipt: false,
    isAutomaticReviewsEnabled: false,
    isCustomerBalanceEnabled: false,
    maintenanceReason: null,
    termsOfServiceUrl: null,
    refundPolicyUrl: null,
    privacyPolicyUrl: null,
    isTicketingEnabled: true,
    externalSupportUrl: null,
    externalSupportDescription: null,
    isInactive: false,
    lastOrderAt: null,
    branding: {},
    affiliateOptions: { enabled: false },
    ...details,
  };
}
