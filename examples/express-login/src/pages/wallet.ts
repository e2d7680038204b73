import type { Notice } from '../account';
import type { Balance } from '../balances';
import type { Objections } from '../form';
import { html, type Html } from '../html';
import type { OpenService } from '../open-services';
import { formatAmount } from '../token-amount';
import type { TransferEntries, TransferField } from '../transfer-form';
import type { WalletToken } from '../wallet-tokens';
import { field, objectionsNotice } from './field';
import { layout } from './layout';
import { pageHead } from './page-head';

export interface WalletPage {
  readonly service: OpenService;
  readonly address: string | undefined;
  readonly tokens: readonly WalletToken[];
  readonly balances: readonly Balance[];
  /** Whether it is known where KOOMPI's wallet calls are. */
  readonly hasAddressOfAPI: boolean;
  readonly mayTransfer: boolean;
  readonly signInHref: string;
  readonly transferHref: string;
  readonly csrfToken: string;
  readonly notice?: Notice | undefined;
  /** What was entered, and what is wrong with it. */
  readonly entries?: TransferEntries;
  readonly objections?: Objections<TransferField>;
}

/** The address, the balances, and a form to send tokens. */
export function walletPage(page: WalletPage): string {
  const { service, address, balances, notice } = page;
  return layout({
    title: 'Wallet – Example Business',
    notice,
    isSignedIn: true,
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
                  ${service.title} told no address of a wallet: the scope <code>wallet.read</code> was not
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
            ${service.title} documents no form for balances: what it answers is read with care.
          </p>
        </section>
      </div>`,
  });
}

/** Why nothing can be sent from here, and what to do about it. */
function obstacle({
  service,
  tokens,
  hasAddressOfAPI,
  mayTransfer,
  signInHref,
}: WalletPage): Html | undefined {
  if (!hasAddressOfAPI) {
    return html`<p class="empty">
      Nobody documents where the wallet calls of KID are. Whoever runs this site sets
      <code>KOOMPI_API_URL</code>.
    </p>`;
  }
  if (!mayTransfer) {
    return html`<p class="empty">
        ${service.title} did not grant <code>wallet.transfer</code>, without which nothing can be sent.
      </p>
      <div class="actions">
        <a class="button primary" href="${signInHref}">Sign in again and allow it</a>
      </div>`;
  }
  if (tokens.length > 0) return undefined;
  return html`<p class="empty">
    This site knows no tokens. Whoever runs it names them in <code>KOOMPI_TOKENS</code>.
  </p>`;
}

function form({ tokens, transferHref, csrfToken, entries, objections = {} }: WalletPage): Html {
  return html`${objectionsNotice(Object.keys(objections).length > 0)}
    <form class="form" method="post" action="${transferHref}">
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
      <p class="fine">Nothing is sent yet: the next page shows what would be, and asks.</p>
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
