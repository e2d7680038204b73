/** How much of a secret is searched for. The rest is compared character by character. */
const needleLength = 256;
/** The maximum number of layers of escaping. JSON in a form in a page has three. */
const maxLayers = 4;
/** The maximum depth in JSON. Anything deeper is redacted. */
const maxDepth = 50;
const mark = '[redacted]';

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * The text without these secrets: plain, in base64 and hexadecimal, and with up to four layers of escaping for JSON,
 * URLs and HTML. A visitor may choose a secret and a service may choose the text, so neither becomes a regular
 * expression, and the time grows with their lengths only.
 *
 * An escaped secret is redacted with the word around it, or with the whole string if it spans several words.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const encoded = secrets.flatMap(encodings);
  const clean = encoded.reduce(withoutEncoding, text);
  const escaped = encoded.map(unescaped).filter(({ length }) => length >= 4);
  const needles = escaped.map((secret) => secret.slice(0, needleLength));
  const holds = (part: string): boolean => {
    const text = unescaped(part);
    return needles.some((needle) => text.includes(needle));
  };
  if (!holds(clean)) return clean;
  return cutJson(clean, holds) ?? cutWords(clean, holds);
}

/** A secret in all its encodings, the longest first. */
function encodings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const base64 = bytes.toString('base64').replace(/=+$/, '');
  const hex = bytes.toString('hex');
  return [hex, hex.toUpperCase(), base64, bytes.toString('base64url'), secret];
}

function withoutEncoding(text: string, secret: string): string {
  const needle = secret.slice(0, needleLength);
  let [clean, kept] = ['', 0];
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, kept)) {
    clean += text.slice(kept, at) + mark;
    kept = at + needle.length;
    while (kept - at < secret.length && text[kept] === secret[kept - at]) kept += 1;
  }
  return clean + text.slice(kept);
}

/**
 * Undoes up to four layers of JSON, percent and HTML escaping. Backslashes are dropped on both sides, so `\n` compares
 * as `n`.
 */
function unescaped(text: string): string {
  let [it, before] = [text, ''];
  for (let layer = 0; layer < maxLayers && it !== before; layer += 1) {
    before = it;
    it = it
      .replace(/\\{1,8}u([0-9a-f]{4})/gi, (_all, digits: string) => String.fromCharCode(parseInt(digits, 16)))
      .replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString())
      .replace(/&(?:#0*(\d{1,7})|#x0*([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi, characterOf);
  }
  return it
    .replace(/\\/g, '')
    .replace(/\+/g, ' ')
    .replace(/[\b\f\n\r\t]/g, (end) => JSON.stringify(end).charAt(2));
}

function characterOf(all: string, decimal?: string, hex?: string, name?: string): string {
  const point = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
  return entities[name?.toLowerCase() ?? ''] ?? (point <= 0x10ffff ? String.fromCodePoint(point) : all);
}

/** Redacts the words that hold a secret, or the whole text if a secret spans several words. */
function cutWords(text: string, holds: (part: string) => boolean): string {
  if (!holds(text)) return text;
  const cut = text.replace(/\S+/g, (word) => (holds(word) ? mark : word));
  return holds(cut) ? mark : cut;
}

/** Redacts each word of the JSON that holds a secret. `undefined` if the text is not JSON. */
function cutJson(text: string, holds: (part: string) => boolean): string | undefined {
  const cut = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return cutWords(value, holds);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > maxDepth) return mark;
    if (Array.isArray(value)) return value.map((item) => cut(item, depth + 1));
    const members = Object.entries(value).map(([name, member]) => [cut(name, depth), cut(member, depth + 1)]);
    return Object.fromEntries(members) as object;
  };
  try {
    return JSON.stringify(cut(JSON.parse(text), 0));
  } catch {
    return undefined;
  }
}
