import type { Frame } from '../frame';
import { html, type Html } from '../html';
import type { OpenService } from '../open-services';
import { formatAmount } from '../token-amount';
import type { Order } from '../orders';
import type { Transfer } from '../transfer-form';
import { layout } from './layout';
import { pageHead } from './page-head';
import { row } from './rows';

export interface TransferPage {
  readonly service: OpenService;
  readonly order: Order<Transfer, unknown>;
  readonly from: string | undefined;
  readonly walletHref: string;
  readonly csrfToken: string;
  readonly frame: Frame;
}

/** A transfer: waiting for its confirmation, being sent, or sent. */
export function transferPage(page: TransferPage): string {
  const { service, order, from, walletHref } = page;
  const { kind } = order.state;
  const title = titles[kind];
  return layout({
    title,
    frame: page.frame,
    back: { href: walletHref, label: 'Wallet' },
    refresh: kind === 'under-way' ? 2 : undefined,
    content: html`${pageHead(service, title, `Transfer at ${service.title}`)}
      <section class="panel single ${service.name}" aria-label="Transfer" data-state="${kind}">
        <dl>
          ${transferRows(order.content, from)} ${order.state.kind === 'done' && proof(order.state.answer)}
        </dl>
        ${next(page)}
      </section>`,
  });
}

const titles = {
  proposed: 'Send this?',
  'under-way': 'Being sent',
  done: 'Sent',
  failed: 'Not sent',
} as const;

function transferRows({ to, token, amount }: Transfer, from: string | undefined): Html {
  const { symbol, address, decimals } = token;
  return html`${row('Amount', html`<strong class="large">${formatAmount(amount, decimals)} ${symbol}</strong>`)}
  ${row('To', html`<code>${to}</code>`)} ${from !== undefined && row('From', html`<code>${from}</code>`)}
  ${row('Token', html`${symbol} <code>${address}</code>`)}
  ${row('In the smallest unit', html`<code>${String(amount)}</code>`)}`;
}

function next({ order, walletHref, csrfToken }: TransferPage): Html {
  const { id, content, state } = order;
  if (state.kind === 'under-way') {
    return html`<p class="empty" role="status">
      KOOMPI has not answered yet. <a href="${walletHref}/transfers/${id}">Load the page again</a>.
    </p>`;
  }
  if (state.kind === 'done') {
    return html`<div class="actions">
        <a class="button primary" href="${walletHref}">Back to the wallet</a>
      </div>
      <details>
        <summary>The response as JSON</summary>
        <pre><code>${JSON.stringify(state.answer, null, 2)}</code></pre>
      </details>`;
  }
  const amount = `${formatAmount(content.amount, content.token.decimals)} ${content.token.symbol}`;
  return html`<form class="actions" method="post" action="${walletHref}/transfers/${id}">
      <input type="hidden" name="csrfToken" value="${csrfToken}" />
      <button class="button primary">Send ${amount}</button>
      <a class="button" href="${walletHref}">Cancel</a>
    </form>
    <p class="fine">The transfer is sent once, even if you press the button twice. It cannot be undone.</p>`;
}

/** KOOMPI does not document the response. The page shows a hash if there is one. */
function proof(answer: unknown): Html {
  const { transaction_hash: hash } = (answer ?? {}) as { readonly transaction_hash?: unknown };
  return row('Transaction', typeof hash === 'string' ? html`<code>${hash}</code>` : 'KOOMPI sent no hash.');
}
