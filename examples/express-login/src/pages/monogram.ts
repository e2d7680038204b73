import { html, type Html } from '../html';
import type { Presentation } from '../service';

/** The service's letters in its colour. It is decoration, because the service's name is beside it. */
export function monogram({ name, monogram: letters }: Pick<Presentation, 'name' | 'monogram'>): Html {
  return html`<svg
    class="monogram ${name}"
    viewBox="0 0 48 48"
    width="48"
    height="48"
    aria-hidden="true"
    focusable="false"
  >
    <rect width="48" height="48" rx="13"></rect>
    <text x="24" y="25" text-anchor="middle" dominant-baseline="central">${letters}</text>
  </svg>`;
}

/** Whether a service is the real one. */
export function origin(isEmulated: boolean): Html {
  return isEmulated
    ? html`<span class="badge" title="Runs on this computer. You need no account.">Emulator</span>`
    : html`<span class="badge live">Live</span>`;
}
