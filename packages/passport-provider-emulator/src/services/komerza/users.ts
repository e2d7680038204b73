import { type EmulatedUser } from '../../emulated-provider';
import { type KomerzaStore, createStore } from './store';

/** A Komerza account. `account` is the `data` of `GET /user` without `stores` and `integrations`. */
export interface KomerzaUser extends EmulatedUser {
  readonly account: Readonly<Record<string, unknown>> & { readonly id: string; readonly userName: string };
  /** The stores at the start. */
  readonly stores: readonly KomerzaStore[];
}

function seedStore(id: string, url: string, name: string, scopes: readonly string[] | null): KomerzaStore {
  const details = { url, name, description: `${name} on Komerza`, branding: { accentColor: '#b34700' } };
  return { ...createStore(id, '2025-02-11T12:00:00Z', details), rating: 4.8, scopes };
}

/** Has sensitive members on purpose, so that a test can check that a profile leaves them out. */
function createUser(
  id: string,
  userName: string,
  email: string,
  stores: readonly KomerzaStore[],
): KomerzaUser {
  return {
    id,
    name: userName,
    email,
    stores,
    account: {
      id,
      dateCreated: '2025-01-09T07:45:00Z',
      email,
      userName,
      plan: 'Pro',
      twoFactorEnabled: true,
      totpEnabled: true,
      passkeyEnabled: false,
      riskLocked: false,
      billingSuspended: false,
      lastPasswordUpdate: '2025-08-01T00:00:00Z',
      subscription: { id: `sub-${id.slice(0, 8)}`, status: 'active' },
      stripeOptions: { accountId: 'acct_emulator_sensitive', connected: true },
      paypalOptions: { merchantEmail: 'payouts-sensitive@example-business.com' },
      discordWebhookUrl: 'https://discord.example-business.com/api/webhooks/1/sensitive',
      riskSignals: { score: 17, flags: ['sensitive_new_device'] },
      apiKeys: [
        {
          id: `key-${id.slice(0, 8)}`,
          dateCreated: '2025-03-03T03:03:03Z',
          label: 'sensitive warehouse key',
          ipAddresses: ['192.0.2.10'],
          scopes: ['stores.view'],
          userId: id,
        },
      ],
    },
  };
}

export const komerzaUsers: readonly KomerzaUser[] = [
  createUser('b0f1c7d2-8a43-4f0e-9c55-1d2e3f4a5b01', 'Sokha Núñez 🌾', 'sokha@example-business.com', [
    seedStore('5a1e0c3b-0001-4d6f-8e9a-000000000001', 'rice-and-roses', 'Rice & Roses 🌾', null),
    seedStore('5a1e0c3b-0002-4d6f-8e9a-000000000002', 'night-market', 'Night Market', null),
    seedStore('5a1e0c3b-0003-4d6f-8e9a-000000000003', 'team-shop', 'Team Shop', ['stores.view']),
  ]),
  createUser('b0f1c7d2-8a43-4f0e-9c55-1d2e3f4a5b02', 'dara', 'dara@example-business.com', [
    seedStore('5a1e0c3b-0004-4d6f-8e9a-000000000004', 'dara-prints', 'Dara Prints', null),
  ]),
];
