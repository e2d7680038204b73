import { Refusal } from '../refusal';

/** What the consent page calls a scope; KOOMPI has no others. */
export const scopeWords: Readonly<Record<string, string>> = {
  'profile.basic': 'See your name, username and picture',
  'profile.contact': 'See your e-mail address and Telegram id',
  'wallet.read': 'See your wallet address',
  'wallet.balance': 'See your token balances',
  'wallet.transfer': 'Transfer tokens on your behalf',
};

/** Splits `scope`. None, or the literal `default` of the v1 SDK, means `profile.basic`. */
export function readScope(text: string | undefined, unknownScope: 'refuse' | 'drop'): readonly string[] {
  const asked = (text ?? '').split(' ').filter((name) => name !== '' && name !== 'default');
  const unknown = asked.find((name) => !Object.hasOwn(scopeWords, name));
  if (unknown !== undefined && unknownScope === 'refuse') {
    throw new Refusal(400, 'invalid_scope', 'unknown_scope', `KOOMPI has no scope ${unknown}`);
  }
  const known = [...new Set(asked)].filter((name) => Object.hasOwn(scopeWords, name));
  return known.length > 0 ? known : ['profile.basic'];
}
