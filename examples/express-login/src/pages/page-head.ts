import { html, type Html } from '../html';
import type { Presentation } from '../service';
import { monogram, origin } from './monogram';

/** The head of a page that belongs to a service. */
export function pageHead(
  service: Pick<Presentation, 'name' | 'monogram'> & { readonly isEmulated: boolean },
  title: string,
  about: string,
): Html {
  return html`<section class="hero account-head">
    ${monogram(service)}
    <div>
      <h1>${title}</h1>
      <p>${about} ${origin(service.isEmulated)}</p>
    </div>
  </section>`;
}
