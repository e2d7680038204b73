/** Text that is HTML already. Everything else is escaped on its way into a page. */
export class Html {
  constructor(readonly text: string) {}
}

/** What may stand between `${` and `}` of {@link html}. */
export type HtmlPart = string | number | Html | undefined | false | readonly HtmlPart[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A piece of a page: whatever is filled in is escaped, unless it was made by this function itself. */
export function html(pieces: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(String.raw({ raw: pieces }, ...parts.map(render)));
}

function render(part: HtmlPart): string {
  if (part instanceof Html) return part.text;
  if (part === undefined || part === false) return '';
  if (typeof part === 'object') return part.map(render).join('');
  return String(part).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
