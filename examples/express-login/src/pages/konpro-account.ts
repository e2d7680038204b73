import type { KonProAccount } from 'passport-konpro';
import type { Notice } from '../account';
import { html } from '../html';
import type { OpenService } from '../open-services';
import { layout } from './layout';
import { pageHead } from './page-head';
import { shown } from './shown';

export interface KonProAccountPage {
  readonly service: OpenService;
  readonly account: KonProAccount;
  readonly notice: Notice | undefined;
}

/** The sections in the order of their use. KonPro documents none of their members: whatever comes is shown. */
const sections: readonly (readonly [keyof KonProAccount, title: string])[] = [
  ['userPlan', 'Plan'],
  ['user', 'User'],
  ['features', 'Features'],
  ['spaceInfo', 'Workspace'],
  ['experiments', 'Experiments'],
];

export function konproAccountPage({ service, account, notice }: KonProAccountPage): string {
  return layout({
    title: 'Account and plan – Example Business',
    notice,
    isSignedIn: true,
    back: { href: '/account', label: 'Account' },
    content: html`${pageHead(service, 'Account and plan', `What ${service.title} tells`)}
      <div class="panels">
        ${sections.map(
          ([section, title]) =>
            html`<section class="panel" aria-labelledby="${section}">
              <h2 id="${section}">${title}</h2>
              ${
                account[section] === undefined
                  ? html`<p class="empty">${service.title} told nothing of it.</p>`
                  : shown(account[section])
              }
            </section>`,
        )}
      </div>`,
  });
}
