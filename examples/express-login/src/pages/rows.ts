import { html, type Html } from '../html';
import { remaining } from './remaining';

/** A line of a description list. */
export function row(term: string, value: string | Html): Html {
  return html`<div>
    <dt>${term}</dt>
    <dd>${value}</dd>
  </div>`;
}

/** Names side by side, such as scopes. */
export function chips(names: readonly string[]): Html {
  return html`<ul class="chips">
    ${names.map((name) => html`<li>${name}</li>`)}
  </ul>`;
}

/**
 * The remaining lifetime of a token.
 *
 * @param expiresAt - milliseconds since 1970, if the service says so
 */
export function lifetime(expiresAt: number | undefined, title: string): string | Html {
  if (expiresAt === undefined) return `${title} does not say when the token expires.`;
  const end = new Date(expiresAt).toISOString();
  const left = expiresAt - Date.now();
  const day = left > 86_400_000 ? `${end.slice(0, 10)}, ` : '';
  return html`${remaining(left)}
    <time class="soft" datetime="${end}">(until ${day}${end.slice(11, 16)} UTC)</time>`;
}
