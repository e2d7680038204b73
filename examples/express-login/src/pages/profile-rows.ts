import type { ProviderProfile } from 'passport-oauth2-base';

/** Members that are shown elsewhere or are not for people. The content security policy does not allow `photos`. */
const notShown = new Set(['provider', 'displayName', 'photos', '_raw', '_json']);

const terms: Readonly<Record<string, string>> = {
  id: 'ID',
  emails: 'E-mail',
  telegramId: 'Telegram ID',
  did: 'Decentralised identifier (DID)',
};

/** The members of a profile that fit into one line each. The raw profile has the rest. */
export function profileRows(
  profile: ProviderProfile,
): readonly (readonly [term: string, values: readonly string[]])[] {
  return Object.entries(profile).flatMap(([member, value]) => {
    const lines = notShown.has(member) ? [] : [value as unknown].flat().map(lineOf);
    const known = lines.filter((line) => line !== undefined);
    return known.length === 0 || known.length < lines.length ? [] : [[termOf(member), known] as const];
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

/** The text for an object: an e-mail address, a wallet, the name of a store or of a person. */
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
