import { Refusal } from '../../http/refusal';
import { type KoompiSwitches } from './switches';

/** The scopes of KOOMPI as sentences of the consent page. */
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

/** Splits `scope`. An empty scope, or `default` as the v1 SDK sends it, means `profile.basic`. */
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
