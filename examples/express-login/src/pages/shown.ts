import { html, type Html } from '../html';
import { row } from './rows';

/** Deeper members are shown as JSON. */
const deepest = 4;

/** Names of members that must not appear on a page. */
const secret = /(token|secret|password|api_?key)s?$/i;

/** Shows any JSON value: members by name, lists as lists. */
export function shown(value: unknown, depth = 0): Html {
  if (value === null || value === undefined || value === '') return html`<span class="soft">None</span>`;
  if (typeof value === 'boolean') {
    return value ? html`<span class="badge live">Yes</span>` : html`<span class="badge">No</span>`;
  }
  if (typeof value === 'string' || typeof value === 'number') return html`${value}`;
  if (typeof value !== 'object') return html``;
  if (depth >= deepest) return html`<code>${JSON.stringify(value)}</code>`;
  return Array.isArray(value)
    ? list(value, depth)
    : members(value as Readonly<Record<string, unknown>>, depth);
}

function list(values: readonly unknown[], depth: number): Html {
  if (values.length === 0) return html`<span class="soft">None</span>`;
  const isShort = values.every((value) => typeof value !== 'object' || value === null);
  return html`<ul class="${isShort ? 'chips' : 'nested'}">
    ${values.map((value) => html`<li>${isShort ? String(value) : shown(value, depth + 1)}</li>`)}
  </ul>`;
}

function members(object: Readonly<Record<string, unknown>>, depth: number): Html {
  const entries = Object.entries(object);
  if (entries.length === 0) return html`<span class="soft">None</span>`;
  return html`<dl class="${depth > 0 && 'nested'}">
    ${entries.map(([name, value]) => row(wordsOf(name), member(name, value, depth)))}
  </dl>`;
}

function member(name: string, value: unknown, depth: number): Html {
  if (secret.test(name) && value !== null) return html`<span class="soft">Not shown</span>`;
  const date = dateOf(name, value);
  return date === undefined
    ? shown(value, depth + 1)
    : html`<time datetime="${date}">${date.slice(0, 10)}</time>`;
}

const terms: ReadonlyMap<string, string> = new Map([
  ['id', 'ID'],
  ['url', 'URL'],
  ['api_access', 'API access'],
  ['expired_ts', 'Ends'],
  ['left_days', 'Days left'],
]);

/** `plan_name` and `planName` become `Plan name`. */
function wordsOf(name: string): string {
  const own = terms.get(name);
  if (own !== undefined) return own;
  const words = name
    .replace(/(_ts|_at|At)$/, '')
    .replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replaceAll('_', ' ')
    .trim();
  return words === '' ? name : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** A date as ISO 8601. Numbers are seconds since 1970 if the name ends with `_ts`. */
function dateOf(name: string, value: unknown): string | undefined {
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? value : undefined;
  const isTime = /_ts$/.test(name) && typeof value === 'number' && value >= 0 && value <= 8.64e12;
  return isTime ? new Date(value * 1000).toISOString() : undefined;
}
