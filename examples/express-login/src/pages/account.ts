import { nameOf, type Account, type StoredTokens } from '../account';
import type { Frame } from '../frame';
import { html, type Html } from '../html';
import type { OpenService } from '../open-services';
import { layout } from './layout';
import { monogram, origin } from './monogram';
import { profileRows } from './profile-rows';
import { chips, lifetime, row } from './rows';

export interface AccountPage {
  readonly account: Account;
  readonly service: OpenService;
  readonly frame: Frame;
  readonly csrfToken: string;
}

/** The profile, the granted scopes and their lifetime. Never a token. */
export function accountPage({ account, service, csrfToken, frame }: AccountPage): string {
  const { profile, tokens } = account;
  const name = nameOf(account);
  return layout({
    title: name,
    frame,
    content: html`<section class="hero account-head">
        ${monogram(service)}
        <div>
          <h1>${name}</h1>
          <p>Signed in with ${serverOf(service)} ${origin(service.isEmulated)}</p>
          <p class="action ${service.name}">
            <a class="button primary" href="${service.page.href}">${service.page.label}</a>
          </p>
        </div>
      </section>
      <div class="columns ${service.name}">
        <section class="panel" aria-labelledby="profile">
          <h2 id="profile">Profile</h2>
          <dl>${profileRows(profile).map(([term, values]) => row(term, lines(values)))}</dl>
          <details>
            <summary>The raw profile, as JSON</summary>
            <pre><code>${JSON.stringify(profile._json, null, 2)}</code></pre>
          </details>
        </section>
        <section class="panel" aria-labelledby="access">
          <h2 id="access">Access</h2>
          <dl>
            ${row('Scopes', scopes(tokens, service))}
            ${service.idTokenCheck !== undefined && row('How the id_token was checked', service.idTokenCheck)}
            ${row('Access token', lifetime(tokens.expiresAt, service.title))}
            ${row('Refresh token', refreshToken(tokens, service))}
          </dl>
          ${canRefresh(account, service) && refreshForm(service, csrfToken)}
          <p class="fine">${signOutMeans(service)}</p>
        </section>
      </div>`,
  });
}

/** Such as `CoinPay, published preset`: while both presets are emulated, the page names the one in use. */
function serverOf({ title, variant, isEmulated }: OpenService): string {
  return variant !== undefined && isEmulated ? `${title}, ${variant}` : title;
}

function lines(values: readonly string[]): string | Html {
  const [first = '', ...others] = values;
  if (others.length === 0) return first;
  return html`<ul>
    ${values.map((value) => html`<li>${value}</li>`)}
  </ul>`;
}

function refreshForm({ name }: OpenService, csrfToken: string): Html {
  return html`<form class="actions" method="post" action="/api/auth/refresh/${name}">
    <input type="hidden" name="csrfToken" value="${csrfToken}" />
    <button class="button primary">Refresh the tokens</button>
  </form>`;
}

function canRefresh({ tokens }: Account, { strategy }: OpenService): boolean {
  return strategy.client.refresh !== undefined && tokens.refreshToken !== undefined;
}

function scopes({ scope }: StoredTokens, { title, strategy }: OpenService): string | Html {
  if (scope.length === 0)
    return `${title} uses no scopes: permissions belong to the registration of the application.`;
  const missing = [strategy._scope ?? []].flat().filter((name) => !scope.includes(name));
  return html`${chips(scope)}
  ${missing.length > 0 && html`<p class="fine">Requested but not granted: ${missing.join(', ')}</p>`}`;
}

function refreshToken({ refreshToken: token }: StoredTokens, { title, strategy }: OpenService): string {
  if (!strategy.client.refresh)
    return `${title} does not refresh tokens. Sign in again when the access ends.`;
  return token === undefined ? 'Not issued.' : 'Kept on the server.';
}

function signOutMeans({ title, strategy }: OpenService): string {
  return strategy.client.revoke
    ? `Signing out revokes the tokens at ${title}.`
    : `Signing out deletes the tokens here. ${title} cannot revoke them.`;
}
