/** So much of a secret is looked for; what follows it is compared letter by letter. */
const needleLength = 256;
/** How many layers of escaping are looked through: JSON in a form in a page is three. */
const maxLayers = 4;
/** What lies deeper in JSON is left out whole. */
const maxDepth = 50;
const mark = '[redacted]';

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * The text without these secrets: as they are, in base64 and hexadecimal, and escaped for JSON, for an address or for
 * a page, in several layers. A visitor may choose a secret, and the service the text: no pattern is made of either,
 * and the time grows with their lengths.
 *
 * An escaped secret takes the word with it that it stands in, or the whole string if it lies across words.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const spellings = secrets.flatMap(encodings);
  const clean = spellings.reduce(withoutEncoding, text);
  const escaped = spellings.map(unescaped).filter(({ length }) => length >= 4);
  const needles = escaped.map((spelling) => spelling.slice(0, needleLength));
  const holds = (part: string): boolean => {
    const it = unescaped(part);
    return needles.some((needle) => it.includes(needle));
  };
  if (!holds(clean)) return clean;
  return cutJson(clean, holds) ?? cutWords(clean, holds);
}

/** A secret in all spellings that are another text, the longest first. */
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
 * What is left when nothing is escaped any more. Backslashes do not count, because how many there are is a matter of
 * layers, and so a line end is the n behind one.
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

/** The text without the words that hold a secret; nothing of it, if the secret lies across words. */
function cutWords(text: string, holds: (part: string) => boolean): string {
  if (!holds(text)) return text;
  const cut = text.replace(/\S+/g, (word) => (holds(word) ? mark : word));
  return holds(cut) ? mark : cut;
}

/** The JSON with a mark instead of each word that holds a secret; nothing, if it is no JSON. */
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
