import type { Notice } from '../account';
import type { Card } from '../cards';
import { html, type Html } from '../html';
import { layout } from './layout';
import { monogram, origin } from './monogram';

export interface HomePage {
  readonly cards: readonly Card[];
  /** Who is signed in, and with which service. */
  readonly signedIn: { readonly name: string; readonly title: string } | undefined;
  readonly notice: Notice | undefined;
}

/** A card for each service. */
export function homePage({ cards, signedIn, notice }: HomePage): string {
  return layout({
    title: 'Sign in – Example Business',
    notice,
    isSignedIn: signedIn !== undefined,
    content: html`<section class="hero">
        <h1>Choose how you sign in</h1>
        <p>${lead(cards)}</p>
        ${signedIn && signedInBanner(signedIn)}
      </section>
      <ul class="cards" id="services">
        ${cards.map(card)}
      </ul>`,
  });
}

function lead(cards: readonly Card[]): string {
  const emulated = cards.filter(({ isEmulated }) => isEmulated);
  if (emulated.length === 0) return 'Every service here is the real one.';
  const all = emulated.length === cards.length;
  const runs = all
    ? 'Every service here runs'
    : `${titles(emulated)} ${emulated.length > 1 ? 'run' : 'runs'}`;
  return `${runs} as an emulator on this computer: pick a test user, no account and no password needed.`;
}

function titles(cards: readonly Card[]): string {
  const names = cards.map(({ title }) => title);
  const last = names.pop();
  return names.length > 0 ? `${names.join(', ')} and ${last}` : String(last);
}

function signedInBanner({ name, title }: NonNullable<HomePage['signedIn']>): Html {
  return html`<p class="banner">
    You are signed in as <strong>${name}</strong> with ${title}.
    <a href="/account">Show the account</a>
  </p>`;
}

function card(service: Card): Html {
  const { name, title, description, isEmulated, packageName, line, traits, actions } = service;
  return html`<li class="card ${name}">
    <div class="card-head">
      ${monogram(service)}
      <h2>${title}</h2>
      ${origin(isEmulated)}
    </div>
    <p>${description}</p>
    <ul class="chips" aria-label="What ${title} can do">
      ${traits.map((trait) => html`<li>${trait}</li>`)}
    </ul>
    <figure>
      <figcaption>After <code>npm install ${packageName}</code>:</figcaption>
      <pre tabindex="0" aria-label="Code for ${title}"><code>${line}</code></pre>
    </figure>
    <div class="actions">
      ${actions.map(({ href, label }) => html`<a class="button primary" href="${href}">${label}</a>`)}
    </div>
  </li>`;
}
