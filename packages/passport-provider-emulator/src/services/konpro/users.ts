import { type EmulatedUser } from '../../emulated-provider';
import { type KonProPlan } from './limits';

/** A KonPro account. † No member of `user` in `account.get` is documented; these follow `user/me`. */
export interface KonProUser extends EmulatedUser {
  /** For `X-API-KEY`. */
  readonly apiToken: string;
  readonly plan: KonProPlan;
  readonly me: {
    readonly username: string;
    readonly email: string;
    readonly first_name: string;
    readonly last_name: string;
  };
  /** The five sections of `account.get`. */
  readonly account: {
    readonly experiments: Readonly<Record<string, unknown>>;
    readonly features: Readonly<Record<string, boolean>>;
    readonly space_info: Readonly<Record<string, unknown>>;
    readonly user: Readonly<Record<string, unknown>>;
    readonly user_plan: Readonly<Record<string, unknown>>;
  };
}

interface Seed {
  username: string;
  email: string;
  first_name: string;
  last_name: string;
  plan: KonProPlan;
}

function createUser({ plan, ...me }: Seed): KonProUser {
  const paid = plan !== 'free';
  return {
    id: me.username,
    name: `${me.first_name} ${me.last_name}`,
    email: me.email,
    plan,
    apiToken: `konpro-emulator-api-token-${me.first_name.toLowerCase()}`,
    me,
    account: {
      experiments: { new_editor: { pass: true, group: 'treatment' }, dark_canvas: { pass: false } },
      features: { video_translate: true, api_access: paid },
      space_info: {
        owner_username: me.username,
        permission_list: ['space.read', 'space.write'],
        role_list: [{ id: 'owner', name: 'Owner' }],
        user_plan_v2: {
          amount: paid ? 2900 : 0,
          api_access: paid,
          available_quota: { video: paid ? 100 : 3 },
          plan_name: plan,
          tier: plan,
          is_unlimited: false,
          is_paid: paid,
          left_days: paid ? 21 : null,
          expired_ts: paid ? 1_900_000_000 : null,
        },
      },
      user: {
        ...me,
        registration_date: '2024-05-20T09:15:00Z',
        subscription_status: paid ? 'active' : 'none',
      },
      user_plan: { tier: plan, quota: { video: paid ? 100 : 3 }, expired_ts: paid ? 1_900_000_000 : null },
    },
  };
}

export const konproUsers: readonly KonProUser[] = [
  createUser({
    username: '3f9a1c0de4b24b7f8a6d5e2c1b0a9f87',
    email: 'sokha@example-business.com',
    first_name: 'Sokha',
    last_name: 'Núñez 🌾',
    plan: 'pro',
  }),
  createUser({
    username: '0c4d8e2fa1b34c5d9e7f6a8b2c3d4e5f',
    email: 'dara@example-business.com',
    first_name: 'Dara',
    last_name: 'Lim',
    plan: 'free',
  }),
];
