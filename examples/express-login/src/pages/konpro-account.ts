import type { KonProAccount } from 'passport-konpro';
import type { Frame } from '../frame';
import { html } from '../html';
import type { OpenService } from '../open-services';
import { layout } from './layout';
import { pageHead } from './page-head';
import { shown } from './shown';

export interface KonProAccountPage {
  readonly service: OpenService;
  readonly account: KonProAccount;
  readonly frame: Frame;
}

/** The sections in their order. KonPro does not document their members, so the page shows all of them. */
const sections: readonly (readonly [keyof KonProAccount, title: string])[] = [
  ['userPlan', 'Plan'],
  ['user', 'User'],
  ['features', 'Features'],
  ['spaceInfo', 'Workspace'],
  ['experiments', 'Experiments'],
];

export function konproAccountPage({ service, account, frame }: KonProAccountPage): string {
  return layout({
    title: 'Account and plan',
    frame,
    back: { href: '/account', label: 'Account' },
    content: html`${pageHead(service, 'Account and plan', `Data from ${service.title}`)}
      <div class="panels">
        ${sections.map(
          ([section, title]) =>
            html`<section class="panel" aria-labelledby="${section}">
              <h2 id="${section}">${title}</h2>
              ${
                account[section] === undefined
                  ? html`<p class="empty">${service.title} sent no data for this.</p>`
                  : shown(account[section])
              }
            </section>`,
        )}
      </div>`,
  });
}
