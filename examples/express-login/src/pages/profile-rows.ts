import type { ProviderProfile } from 'passport-oauth2-base';

/** Shown elsewhere, or not for people. `photos` would load pictures from hosts that the policy does not allow. */
const notShown = new Set(['provider', 'displayName', 'photos', '_raw', '_json']);

const terms: Readonly<Record<string, string>> = {
  id: 'ID',
  emails: 'E-mail',
  telegramId: 'Telegram ID',
  did: 'Decentralised identifier (DID)',
};

/** The members of a profile that say something in a line each. The rest is in the raw profile. */
export function profileRows(
  profile: ProviderProfile,
): readonly (readonly [term: string, values: readonly string[]])[] {
  return Object.entries(profile).flatMap(([member, value]) => {
    const lines = notShown.has(member) ? [] : [value as unknown].flat().map(lineOf);
    const said = lines.filter((line) => line !== undefined);
    return said.length === 0 || said.length < lines.length ? [] : [[termOf(member), said] as const];
  });
}

/** `walletAddress` becomes `Wallet address`. */
function termOf(member: string): string {
  const own = terms[member];
  if (own !== undefined) return own;
  const words = member.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function lineOf(value: unknown): string | undefined {
  if (typeof value === 'string') return isoDate.test(value) ? dateOf(value) : value;
  if (typeof value === 'number') return String(value);
  return nameOf(value);
}

const isoDate = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

function dateOf(text: string): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  return date.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
}

const verifiedWords: ReadonlyMap<unknown, string> = new Map([
  [true, ' (verified)'],
  [false, ' (not verified)'],
]);

/** What stands for an object: an e-mail address, a wallet, the name of a store, the name of a person. */
function nameOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const {
    value: own,
    verified,
    name,
    givenName,
    familyName,
    ...rest
  } = value as Readonly<Partial<Record<string, unknown>>>;
  if (typeof own === 'string') return `${own}${verifiedWords.get(verified) ?? ''}`;
  if (typeof name === 'string') return name;
  if (typeof rest['address'] === 'string') return walletOf(rest);
  const parts = [givenName, familyName].filter((part) => typeof part === 'string');
  return parts.length > 0 ? parts.join(' ') : undefined;
}

function walletOf({ chain, address, label }: Readonly<Record<string, unknown>>): string {
  const what = [chain, address].filter((part) => typeof part === 'string').join(' ');
  return typeof label === 'string' ? `${what} (${label})` : what;
}
