import type { Frame } from '../frame';
import type { Balance } from '../balances';
import type { Objections } from '../form';
import { html, type Html } from '../html';
import type { OpenService } from '../open-services';
import { formatAmount } from '../token-amount';
import type { TransferEntries, TransferField } from '../transfer-form';
import type { WalletToken } from '../wallet-tokens';
import { field } from './field';
import { layout } from './layout';
import { pageHead } from './page-head';

export interface WalletPage {
  readonly service: OpenService;
  readonly address: string | undefined;
  readonly tokens: readonly WalletToken[];
  readonly balances: readonly Balance[];
  /** Whether the URL of KOOMPI's wallet API is known. */
  readonly hasAPI: boolean;
  readonly mayTransfer: boolean;
  readonly signInHref: string;
  readonly transferHref: string;
  readonly csrfToken: string;
  readonly frame: Frame;
  /** The entries of a refused form, and what is wrong with them. */
  readonly entries?: Partial<TransferEntries> | undefined;
  readonly objections?: Objections<TransferField> | undefined;
}

/** The address, the balances, and a form to send tokens. */
export function walletPage(page: WalletPage): string {
  const { service, address, balances, frame } = page;
  return layout({
    title: 'Wallet',
    frame,
    back: { href: '/account', label: 'Account' },
    content: html`${pageHead(service, 'Wallet', `Tokens at ${service.title}`)}
      <div class="columns ${service.name}">
        <section class="panel" aria-labelledby="send">
          <h2 id="send">Send tokens</h2>
          ${obstacle(page) ?? form(page)}
        </section>
        <section class="panel" aria-labelledby="holdings">
          <div class="panel-head">
            <h2 id="holdings">Holdings</h2>
            <a href="${service.page.href}">Refresh</a>
          </div>
          ${
            address === undefined
              ? html`<p class="empty">
                  ${service.title} sent no wallet address, because the scope <code>wallet.read</code> was not
                  granted.
                </p>`
              : html`<dl>
                  <div>
                    <dt>Address</dt>
                    <dd><code>${address}</code></dd>
                  </div>
                </dl>`
          }
          ${balances.length > 0 && table(balances)}
          <p class="fine">
            ${service.title} does not document the format of balances. A balance that is not clear is not
            shown.
          </p>
        </section>
      </div>`,
  });
}

/** Why this page has no form, and what to do. */
function obstacle({ service, tokens, hasAPI, mayTransfer, signInHref }: WalletPage): Html | undefined {
  if (!hasAPI) {
    return html`<p class="empty">
      Transfers are not available, because KID does not document the URL of its wallet API.
    </p>`;
  }
  if (!mayTransfer) {
    return html`<p class="empty">
        ${service.title} did not grant <code>wallet.transfer</code>, which a transfer needs.
      </p>
      <div class="actions">
        <a class="button primary" href="${signInHref}">Sign in again and allow it</a>
      </div>`;
  }
  if (tokens.length > 0) return undefined;
  return html`<p class="empty">Transfers are not available, because no tokens are set up on this site.</p>`;
}

function form({ tokens, transferHref, csrfToken, entries, objections = {} }: WalletPage): Html {
  return html`<form class="form" method="post" action="${transferHref}">
    <input type="hidden" name="csrfToken" value="${csrfToken}" />
    ${field({
      name: 'to',
      label: 'To',
      hint: 'The address of a wallet: 0x and 40 digits',
      value: entries?.to,
      objection: objections.to,
      maxLength: 42,
    })}
    ${field({
      name: 'token',
      label: 'Token',
      value: entries?.token,
      objection: objections.token,
      options: tokens.map(({ symbol, address }) => ({ value: address, label: symbol })),
      maxLength: 42,
    })}
    ${field({
      name: 'amount',
      label: 'Amount',
      hint: 'In whole tokens, such as 1.5',
      value: entries?.amount,
      objection: objections.amount,
      inputMode: 'decimal',
      maxLength: 120,
    })}
    <div class="actions"><button class="button primary">Review the transfer</button></div>
    <p class="fine">Nothing is sent yet. You confirm the transfer on the next page.</p>
  </form>`;
}

function table(balances: readonly Balance[]): Html {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Token</th>
        <th scope="col" class="amount">Balance</th>
      </tr>
    </thead>
    <tbody>
      ${balances.map(
        (balance) =>
          html`<tr>
            <th scope="row">${balance.token.symbol}</th>
            <td class="amount">
              ${
                'amount' in balance
                  ? formatAmount(balance.amount, balance.token.decimals)
                  : html`<span class="soft">Not known: ${balance.unknown}</span>`
              }
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
