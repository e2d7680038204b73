import type { Card } from '../cards';
import type { Frame } from '../frame';
import { html, type Html } from '../html';
import { layout } from './layout';
import { monogram, origin } from './monogram';

export interface HomePage {
  readonly cards: readonly Card[];
  /** Titles of the services that this site does not offer. */
  readonly leftOut: readonly string[];
  /** Who is signed in, and with which service. */
  readonly signedIn: { readonly name: string; readonly title: string } | undefined;
  readonly frame: Frame;
}

/** A card for each service. */
export function homePage({ cards, leftOut, signedIn, frame }: HomePage): string {
  return layout({
    title: 'Sign in',
    frame,
    content: html`<section class="hero">
        <h1>Choose how you sign in</h1>
        ${cards.length > 0 && html`<p>${lead(cards)}</p>`}
        ${leftOut.length > 0 && html`<p>Not set up on this site: ${listed(leftOut)}.</p>`}
        ${signedIn && signedInBanner(signedIn)}
      </section>
      <ul class="cards" id="services">
        ${cards.map(card)}
      </ul>`,
  });
}

function lead(cards: readonly Card[]): string {
  const emulated = cards.filter(({ isEmulated }) => isEmulated).map(({ title }) => title);
  if (emulated.length === 0) return 'Every service here is the real one.';
  const subject = emulated.length === cards.length ? 'Every service here' : listed(emulated);
  return `${subject} ${emulated.length === 1 || emulated.length === cards.length ? 'runs' : 'run'} as an emulator on this computer. Pick a test user: you need no account and no password.`;
}

function listed(titles: readonly string[]): string {
  const [last = '', ...others] = [...titles].reverse();
  return others.length > 0 ? `${others.reverse().join(', ')} and ${last}` : last;
}

function signedInBanner({ name, title }: NonNullable<HomePage['signedIn']>): Html {
  return html`<p class="banner">
    You are signed in as <strong>${name}</strong> with ${title}.
    <a href="/account">Show the account</a>
  </p>`;
}

function card(service: Card): Html {
  const { name, title, description, isEmulated, packageName, line, traits, action, choices } = service;
  return html`<li class="card ${name}">
    <div class="card-head">
      ${monogram(service)}
      <h2>${title}</h2>
      ${origin(isEmulated)}
    </div>
    <p>${description}</p>
    <ul class="chips" aria-label="Features of ${title}">
      ${traits.map((trait) => html`<li>${trait}</li>`)}
    </ul>
    <figure>
      <figcaption>After <code>npm install ${packageName}</code>:</figcaption>
      <pre><code>${line}</code></pre>
    </figure>
    <div class="actions">
      <a class="button primary" href="${action.href}">${action.label}</a>
      ${choices.map(({ href, label }) => html`<a class="choice" href="${href}">${label}</a>`)}
    </div>
  </li>`;
}
