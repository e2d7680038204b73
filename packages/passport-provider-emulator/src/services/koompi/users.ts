import { type EmulatedUser } from '../../emulated-provider';
import { type KoompiTokenName } from './erc20-tokens';

/** † The claims of the renamed service, KID. `sub` is the user's `id`, and some are shared with `profile`. */
export interface KoompiClaims {
  /** The number that people see. It is not the `kid` of a JWS. */
  readonly kid: string;
  readonly given_name: string;
  readonly family_name: string;
  readonly email_verified: boolean;
  readonly phone_number_verified: boolean;
  /** As KID returns it. The switch `telegramID` can change it. */
  readonly telegram_id: number | string | null;
  readonly public_key: string;
  /** Accounts that became this one. */
  readonly merged_from: readonly { readonly sub: string; readonly kid: string }[];
}

/** A KOOMPI account. The members of `profile` are those of `GET /v2/oauth/userinfo`. */
export interface KoompiUser extends EmulatedUser {
  readonly profile: {
    readonly _id: string;
    readonly fullname: string;
    readonly username: string;
    readonly email: string;
    /** URL of the picture. */
    readonly profile: string;
    readonly wallet_address: string;
    readonly telegram_id: number;
    readonly created_at: string;
  };
  /** † Members that only the official starter names. */
  readonly extra: {
    readonly first_name: string;
    readonly last_name: string;
    readonly phone: string;
    readonly updated_at: string;
  };
  readonly claims: KoompiClaims;
  /** The balances at the start, in the smallest unit of each token. */
  readonly balances: Readonly<Partial<Record<KoompiTokenName, string>>>;
}

export const koompiUsers: readonly KoompiUser[] = [
  {
    id: '507f1f77bcf86cd799439011',
    name: 'Sokha Núñez 🌾',
    email: 'sokha@example-business.com',
    profile: {
      _id: '507f1f77bcf86cd799439011',
      fullname: 'Sokha Núñez 🌾',
      username: 'sokha',
      email: 'sokha@example-business.com',
      profile: 'https://example-business.com/pictures/sokha.png',
      wallet_address: '0x52908400098527886E0F7030069857D2E4169EE7',
      telegram_id: 123456789,
      created_at: '2024-01-15T10:30:00Z',
    },
    extra: {
      first_name: 'Sokha',
      last_name: 'Núñez 🌾',
      phone: '+85512345678',
      updated_at: '2025-03-01T08:00:00Z',
    },
    claims: {
      kid: 'KID-000001',
      given_name: 'Sokha',
      family_name: 'Núñez 🌾',
      email_verified: true,
      phone_number_verified: true,
      telegram_id: 123456789,
      public_key: '0x02b4632d08485ff1df2db55b9dafd23347d1c47a457072a1e87be26896549a8737',
      merged_from: [],
    },
    balances: { rice: '2000000000000000000', lotus: '1500000' },
  },
  {
    id: '507f1f77bcf86cd799439012',
    name: 'Dara Lim',
    email: 'dara@example-business.com',
    profile: {
      _id: '507f1f77bcf86cd799439012',
      fullname: 'Dara Lim',
      username: 'dara',
      email: 'dara@example-business.com',
      profile: 'https://example-business.com/pictures/dara.png',
      wallet_address: '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
      telegram_id: 987654321,
      created_at: '2025-06-30T23:59:59Z',
    },
    extra: {
      first_name: 'Dara',
      last_name: 'Lim',
      phone: '+85598765432',
      updated_at: '2025-07-01T00:00:00Z',
    },
    claims: {
      kid: '100000002',
      given_name: 'Dara',
      family_name: 'Lim',
      email_verified: false,
      phone_number_verified: false,
      telegram_id: null,
      public_key: '0x03e7ec8eebf8a7d2b5de3b2a4f4f5c9c1b0fd8a9b0b9a8c7d6e5f4a3b2c1d0e9f8',
      merged_from: [{ sub: '507f1f77bcf86cd799439099', kid: 'KID-000099' }],
    },
    balances: { rice: '500000000000000000' },
  },
];
