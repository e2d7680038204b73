import type { Frame } from '../frame';
import { html } from '../html';
import type { OpenKopoKopo } from '../kopokopo';
import { layout } from './layout';
import { pageHead } from './page-head';

export interface KopoKopoVisitorPage {
  readonly kopokopo: OpenKopoKopo;
  readonly frame: Frame;
}

/** The page for everybody except the operator: nothing of the business, and no call to Kopo Kopo. */
export function kopokopoVisitorPage({ kopokopo, frame }: KopoKopoVisitorPage): string {
  return layout({
    title: 'Payments and webhooks',
    frame,
    back: { href: '/', label: 'Services' },
    content: html`${pageHead(kopokopo, 'Payments and webhooks', 'The application’s own access to Kopo Kopo')}
      <section class="panel single ${kopokopo.name}" aria-label="Payments and webhooks">
        <p>Only the operator of this site sees its payments and webhooks, and can request payments.</p>
        <div class="actions"><a class="button primary" href="/">Sign in as the operator</a></div>
      </section>`,
  });
}
