import type { CoinPayAccountWallet } from 'passport-coinpay';
import type { Frame } from '../frame';
import { html, type Html } from '../html';
import type { OpenService } from '../open-services';
import { layout } from './layout';
import { pageHead } from './page-head';

export interface CoinPayWalletsPage {
  readonly service: OpenService;
  readonly wallets: readonly CoinPayAccountWallet[];
  readonly frame: Frame;
}

/** The wallets of the account, and those of each business. */
export function coinpayWalletsPage({ service, wallets, frame }: CoinPayWalletsPage): string {
  const owners = [...new Set(wallets.map(ownerOf))];
  return layout({
    title: 'Wallets',
    frame,
    back: { href: '/account', label: 'Account' },
    content: html`${pageHead(service, 'Wallets', `Where you are paid at ${service.title}`)}
      <div class="panels">
        ${
          owners.length === 0 &&
          html`<section class="panel">
            <p class="empty">You have no wallet yet. Add one at CoinPay, then load this page again.</p>
          </section>`
        }
        ${owners.map((owner, index) => {
          const own = wallets.filter((wallet) => ownerOf(wallet) === owner);
          return html`<section class="panel" aria-labelledby="owner-${index}">
            <h2 id="owner-${index}">${owner}</h2>
            <ul class="events">
              ${own.map(item)}
            </ul>
          </section>`;
        })}
      </div>`,
  });
}

/** The published server documents these members, but they may be missing or null. */
function ownerOf({ source, business_name: name }: CoinPayAccountWallet): string {
  if (source !== 'business') return 'Your account';
  return text(name) ?? 'Unnamed business';
}

function item(wallet: CoinPayAccountWallet): Html {
  const label = text(wallet.label);
  return html`<li>
    <p>
      <strong>${text(wallet.cryptocurrency) ?? 'Unknown currency'}</strong>
      ${label !== undefined && html`<span>${label}</span>`}
      ${wallet.is_active === true && html`<span class="badge live">Active</span>`}
      ${wallet.is_active === false && html`<span class="badge">Not active</span>`}
    </p>
    <code>${text(wallet.wallet_address) ?? 'No address'}</code>
  </li>`;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
