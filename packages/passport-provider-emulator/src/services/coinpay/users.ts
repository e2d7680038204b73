import { type EmulatedUser } from '../../emulated-provider';

/** A wallet as `GET /api/wallets` lists it. */
export interface CoinPayWallet {
  readonly id: string;
  readonly source: 'account' | 'business';
  readonly merchant_id: string | null;
  readonly business_id: string | null;
  readonly business_name: string | null;
  /** A currency code. */
  readonly cryptocurrency: string;
  readonly wallet_address: string;
  readonly label: string | null;
  readonly is_active: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A CoinPay merchant. */
export interface CoinPayUser extends EmulatedUser {
  readonly updatedAt: string;
  readonly did?: string | undefined;
  readonly wallets: readonly CoinPayWallet[];
}

const sokha = '6f9b2f0e-1c1d-4d7e-9a53-0c4b8e2a7d01';
const business = '3b1e5c77-52a0-4a86-8a0e-9f5f6a1d2c10';
const times = { created_at: '2025-02-01T08:00:00.000Z', updated_at: '2025-03-01T08:00:00.000Z' };

export const coinpayUsers: readonly CoinPayUser[] = [
  {
    id: sokha,
    name: 'Sokha Núñez 🌾',
    email: 'sokha@example-business.com',
    updatedAt: '2025-03-01T08:00:00.000Z',
    did: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
    wallets: [
      {
        id: 'a0c1d2e3-0000-4000-8000-000000000001',
        source: 'account',
        merchant_id: sokha,
        business_id: null,
        business_name: null,
        cryptocurrency: 'BTC',
        wallet_address: 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
        label: null,
        is_active: true,
        ...times,
      },
      {
        id: 'a0c1d2e3-0000-4000-8000-000000000002',
        source: 'business',
        merchant_id: null,
        business_id: business,
        business_name: 'Rice & Roses 🌾',
        cryptocurrency: 'ETH',
        wallet_address: '0x52908400098527886E0F7030069857D2E4169EE7',
        label: 'Main',
        is_active: true,
        ...times,
      },
      {
        id: 'a0c1d2e3-0000-4000-8000-000000000003',
        source: 'account',
        merchant_id: sokha,
        business_id: null,
        business_name: null,
        cryptocurrency: 'SOL',
        wallet_address: '4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T',
        label: 'Old',
        is_active: false,
        ...times,
      },
    ],
  },
  {
    id: '6f9b2f0e-1c1d-4d7e-9a53-0c4b8e2a7d02',
    name: 'Dara Lim',
    email: 'dara@example-business.com',
    updatedAt: '2025-06-30T23:59:59.000Z',
    wallets: [],
  },
];
