import { type EmulatedUser } from '../emulated-provider';

/** A KOOMPI account. The members of `profile` are those of `GET /v2/oauth/userinfo`. */
export interface KoompiUser extends EmulatedUser {
  readonly profile: {
    readonly _id: string;
    readonly fullname: string;
    readonly username: string;
    readonly email: string;
    /** Address of the picture. */
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
  },
];
