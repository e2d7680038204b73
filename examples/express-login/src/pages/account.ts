import { nameOf, type Account, type Notice, type StoredTokens } from '../account';
import { html, type Html } from '../html';
import type { OpenService } from '../open-services';
import { layout } from './layout';
import { monogram, origin } from './monogram';
import { profileRows } from './profile-rows';
import { chips, lifetime, row } from './rows';

export interface AccountPage {
  readonly account: Account;
  readonly service: OpenService;
  readonly notice: Notice | undefined;
  readonly csrfToken: string;
}

/** Who is signed in, what was granted and for how long. Never a token. */
export function accountPage({ account, service, notice, csrfToken }: AccountPage): string {
  const { profile, tokens } = account;
  const name = nameOf(account);
  return layout({
    title: `${name} – Example Business`,
    notice,
    isSignedIn: true,
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
            <pre
              tabindex="0"
              aria-label="Raw profile"
            ><code>${JSON.stringify(profile._json, null, 2)}</code></pre>
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
          <div class="actions">
            ${canRefresh(account, service) && form(`/api/auth/refresh/${service.name}`, csrfToken, 'Refresh the tokens', 'primary')}
            ${form(`/api/auth/logout/${service.name}`, csrfToken, 'Sign out', '')}
          </div>
          <p class="fine">${signOutMeans(service)}</p>
        </section>
      </div>`,
  });
}

/** `CoinPay, published preset`: while they are emulated, both presets are there to sign in with. */
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

function form(action: string, csrfToken: string, label: string, style: string): Html {
  return html`<form method="post" action="${action}">
    <input type="hidden" name="csrfToken" value="${csrfToken}" />
    <button class="button ${style}">${label}</button>
  </form>`;
}

function canRefresh({ tokens }: Account, { strategy }: OpenService): boolean {
  return strategy.client.refresh !== undefined && tokens.refreshToken !== undefined;
}

function scopes({ scope }: StoredTokens, { title, strategy }: OpenService): string | Html {
  if (scope.length === 0)
    return `${title} names none: what the application may do is set where it is registered.`;
  const missing = [strategy._scope ?? []].flat().filter((name) => !scope.includes(name));
  return html`${chips(scope)}
  ${missing.length > 0 && html`<p class="fine">Asked for, and not granted: ${missing.join(', ')}</p>`}`;
}

function refreshToken({ refreshToken: token }: StoredTokens, { title, strategy }: OpenService): string {
  if (!strategy.client.refresh) return `${title} does not refresh: sign in again when the access ends.`;
  return token === undefined ? 'None was issued.' : 'Kept on the server.';
}

function signOutMeans({ title, strategy }: OpenService): string {
  return strategy.client.revoke
    ? `Signing out revokes the tokens at ${title}.`
    : `Signing out forgets the tokens here. ${title} offers no way to revoke them.`;
}
