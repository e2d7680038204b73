import type { Account, Notice } from '../account';
import { html, type Html } from '../html';
import type { OpenService } from '../open-services';
import { layout } from './layout';
import { monogram, origin } from './monogram';

export interface HomePage {
  readonly services: readonly OpenService[];
  readonly account: Account | undefined;
  readonly notice: Notice | undefined;
}

/** A card for each service. */
export function homePage({ services, account, notice }: HomePage): string {
  return layout({
    title: 'Sign in – Example Business',
    notice,
    isSignedIn: account !== undefined,
    content: html`<section class="hero">
        <h1>Choose how you sign in</h1>
        <p>${lead(services)}</p>
        ${account && signedInBanner(account, services)}
      </section>
      <ul class="cards" id="services">
        ${services.map(card)}
      </ul>`,
  });
}

function lead(services: readonly OpenService[]): string {
  const emulated = services.filter(({ isEmulated }) => isEmulated);
  if (emulated.length === 0) return 'Every service here is the real one.';
  const which = emulated.length === services.length ? 'Every service here' : titles(emulated);
  return `${which} runs as an emulator on this computer: pick a test user, no account and no password needed.`;
}

function titles(services: readonly OpenService[]): string {
  return services.map(({ title }) => title).join(' and ');
}

function signedInBanner({ service, profile }: Account, services: readonly OpenService[]): Html {
  const title = services.find(({ name }) => name === service)?.title;
  return html`<p class="banner">
    You are signed in as <strong>${profile.displayName ?? profile.id}</strong> with ${title}.
    <a href="/account">Show the account</a>
  </p>`;
}

function card(service: OpenService): Html {
  const { name, title, description, isEmulated, packageName, line, strategy } = service;
  const { client } = strategy;
  const traits = [
    ...service.traits,
    ...(client.refresh ? ['Refresh'] : []),
    ...(client.revoke ? ['Revocation'] : []),
  ];
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
    <a class="button primary" href="/api/auth/login/${name}">Sign in with ${title}</a>
  </li>`;
}
