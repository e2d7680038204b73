import type { ProviderProfile } from 'passport-oauth2-base';

/** Shown elsewhere, or not for people. `photos` would load pictures from hosts that the policy does not allow. */
const notShown = new Set(['provider', 'displayName', 'photos', '_raw', '_json']);

const terms: Readonly<Record<string, string>> = { id: 'ID', emails: 'E-mail', telegramId: 'Telegram ID' };

/** The members of a profile that say something in one line. The rest is in the raw profile. */
export function profileRows(profile: ProviderProfile): readonly (readonly [term: string, value: string])[] {
  return Object.entries(profile).flatMap(([member, value]) => {
    const text = notShown.has(member) ? undefined : lineOf(value);
    return text === undefined ? [] : [[termOf(member), text] as const];
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
  if (!Array.isArray(value) || value.length === 0) return nameOf(value);
  const names = value.map((entry: unknown) => lineOf(entry));
  return names.every((name) => name !== undefined) ? names.join(', ') : undefined;
}

const isoDate = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

function dateOf(text: string): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  return date.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
}

/** What stands for an object: an e-mail address, the name of a store, the name of a person. */
function nameOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { value: own, verified, name, givenName, familyName } = value as Readonly<Record<string, unknown>>;
  if (typeof own === 'string') return verified === true ? `${own} (verified)` : own;
  if (typeof name === 'string') return name;
  const parts = [givenName, familyName].filter((part) => typeof part === 'string');
  return parts.length > 0 ? parts.join(' ') : undefined;
}
