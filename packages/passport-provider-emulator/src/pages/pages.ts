import { type AuthorizationProvider } from '../authorization/authorization-provider';
import { type AuthorizationRequest } from '../authorization/request';
import { type EmulatedUser } from '../emulated-provider';
import { pageStyle } from './style';

/** The action of the consent form. No real service has this path. */
export const decidePath = '/_emulator/decision';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** Sign-in and consent on one page. */
export function consentPage(
  provider: AuthorizationProvider,
  request: AuthorizationRequest,
  ticket: string,
): string {
  const application = escape(request.client.applicationName);
  const title = escape(provider.title);
  const permissions = provider
    .permissionsInWords(request)
    .map((line) => `<li><span>${escape(line)}</span></li>`);
  const users = provider.users.map((user, index) => userCard(provider, user, index));
  return page(
    provider,
    `Sign in with ${title}`,
    `<h1>${application} asks to use your ${title} account</h1>
<p class="soft">No password here: choose a test user.</p>
<form method="post" action="${decidePath}">
<input type="hidden" name="ticket" value="${escape(ticket)}">
<fieldset><legend>Sign in as</legend>
${users.join('\n')}
</fieldset>
<section aria-labelledby="permissions"><h2 id="permissions">${application} will be able to</h2>
<ul>${permissions.join('')}</ul></section>
<div class="actions">
<button class="allow" name="decision" value="approve">Allow</button>
<button name="decision" value="deny">Deny</button>
</div>
<p class="after">You then return to <strong>${escape(new URL(request.redirectURI).host)}</strong></p>
</form>`,
  );
}

function userCard(provider: AuthorizationProvider, user: EmulatedUser, index: number): string {
  const stores = provider.storesOf(user).map(
    (store) =>
      `<label><input type="checkbox" name="store" value="${escape(store.id)}" checked>
<span>${escape(store.name)}</span></label>`,
  );
  const choice =
    stores.length === 0
      ? ''
      : `<fieldset class="stores"><legend>Stores of ${escape(user.name)} to give access to</legend>
${stores.join('\n')}</fieldset>`;
  return `<div class="card"><label><input class="user" type="radio" name="user" value="${escape(user.id)}" required${index === 0 ? ' checked' : ''}>
<span class="who"><span>${escape(user.name)}</span><small>${escape(user.email)}</small></span></label>${choice}</div>`;
}

/** The page for an error that cannot be reported to the application. */
export function errorPage(provider: AuthorizationProvider, reason: string, message: string): string {
  return page(
    provider,
    `${escape(provider.title)} refused the request`,
    `<div role="alert" data-reason="${escape(reason)}"><h1>${escape(provider.title)} cannot continue</h1>
<p>${escape(message)}</p></div>
<p class="soft">Reason: <code>${escape(reason)}</code></p>`,
  );
}

function page(provider: AuthorizationProvider, heading: string, content: string): string {
  const title = escape(provider.title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}</title>
<link rel="icon" href="${favicon(provider)}">
<style>${pageStyle(provider.accent)}</style>
</head>
<body>
<header class="ribbon"><p>Emulator – not the real ${title}</p></header>
<main><div class="panel">
<p class="service"><span class="badge" aria-hidden="true">${title.charAt(0)}</span>${title}</p>
${content}
</div></main>
</body>
</html>
`;
}

/** The badge of the service as an icon, inside the page: a real service may have another file at /favicon.ico. */
function favicon({ title, accent }: AuthorizationProvider): string {
  const [background, text] = accent.light;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${background}"/>` +
    `<text x="16" y="22" font-family="sans-serif" font-size="18" font-weight="700" text-anchor="middle" fill="${text}">` +
    `${escape(title.charAt(0))}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
