import { type Grant } from '../../authorization/grants';
import { type KoompiSwitches } from './switches';
import { type KoompiUser } from './users';

type Members = Readonly<Record<string, unknown>>;

/** `user` of the token response of v2: these members under every scope. */
export function embeddedUser({ profile }: KoompiUser): Members {
  const { _id, fullname, email, wallet_address } = profile;
  return { _id, fullname, email, wallet_address };
}

/** `user` of v2's userinfo, by scope. */
export function profileMembers(switches: KoompiSwitches, { user, scope }: Grant<KoompiUser>): Members {
  const { email, telegram_id, wallet_address, _id, ...basic } = user.profile;
  const { phone, ...names } = user.extra;
  const extra = switches.extraMembers;
  return {
    _id,
    ...(scope.includes('profile.basic') ? { ...basic, ...(extra ? names : {}) } : {}),
    ...(scope.includes('profile.contact') ? { email, telegram_id, ...(extra ? { phone } : {}) } : {}),
    ...(showsWallet(switches, scope) ? { wallet_address } : {}),
  };
}

/** † The claims of KID by scope. Only an outline of this is documented. */
export function kidClaims(switches: KoompiSwitches, { user, scope }: Grant<KoompiUser>): Members {
  const { profile, extra, claims } = user;
  const { kid, given_name, family_name, email_verified, phone_number_verified, public_key, merged_from } =
    claims;
  const basic = {
    kid,
    name: user.name,
    given_name,
    family_name,
    preferred_username: profile.username,
    picture: profile.profile,
    merged_from,
  };
  const contact = {
    email: user.email,
    email_verified,
    phone_number: extra.phone,
    phone_number_verified,
  };
  const address = profile.wallet_address;
  const isFlat = switches.walletClaim === 'wallet_address';
  const wallet = { ...(isFlat ? { wallet_address: address } : { wallet: { address } }), public_key };
  const showsTelegram = scope.includes('profile.contact') || scope.includes('profile.telegram');
  return {
    sub: user.id,
    ...(scope.includes('profile.basic') ? basic : {}),
    ...(scope.includes('profile.contact') ? contact : {}),
    ...(showsTelegram ? { telegram_id: telegramID(switches, user) } : {}),
    ...(showsWallet(switches, scope) ? wallet : {}),
  };
}

function showsWallet({ walletNeedsScope }: KoompiSwitches, scope: readonly string[]): boolean {
  return !walletNeedsScope || scope.some((name) => name.startsWith('wallet.'));
}

function telegramID({ telegramID: form }: KoompiSwitches, { profile, claims }: KoompiUser): unknown {
  if (form === undefined) return claims.telegram_id;
  return { number: profile.telegram_id, string: String(profile.telegram_id), null: null }[form];
}
