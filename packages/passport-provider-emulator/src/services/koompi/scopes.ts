import { Refusal } from '../../http/refusal';
import { type KoompiSwitches } from './switches';

/** What the consent page calls a scope; KOOMPI has no others. */
export const scopeWords: Readonly<Record<string, string>> = {
  openid: 'Know who you are',
  'profile.basic': 'See your name, username and picture',
  'profile.contact': 'See your e-mail address and Telegram id',
  'profile.telegram': 'See your Telegram id',
  'wallet.read': 'See your wallet address',
  'wallet.balance': 'See your token balances',
  'wallet.transfer': 'Transfer tokens on your behalf',
};

/** Scopes that only KID has. */
const newScopes: readonly string[] = ['openid', 'profile.telegram'];

export function knownScopes(generation: KoompiSwitches['generation']): readonly string[] {
  return Object.keys(scopeWords).filter((name) => generation === 'kid' || !newScopes.includes(name));
}

/** Splits `scope`. None, or the literal `default` of the v1 SDK, means `profile.basic`. */
export function readScope(
  text: string | undefined,
  { generation, unknownScope }: Pick<KoompiSwitches, 'generation' | 'unknownScope'>,
): readonly string[] {
  const scopes = knownScopes(generation);
  const asked = (text ?? '').split(' ').filter((name) => name !== '' && name !== 'default');
  const unknown = asked.find((name) => !scopes.includes(name));
  if (unknown !== undefined && unknownScope === 'refuse') {
    throw new Refusal(400, 'invalid_scope', 'unknown_scope', `KOOMPI has no scope ${unknown}`);
  }
  const known = [...new Set(asked)].filter((name) => scopes.includes(name));
  return known.length > 0 ? known : ['profile.basic'];
}
