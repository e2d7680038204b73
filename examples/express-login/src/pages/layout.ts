import type { Notice } from '../account';
import type { Frame } from '../frame';
import { html, type Html } from '../html';
import type { Link } from '../problem';

export interface Layout {
  /** The page's own part of the title. */
  readonly title: string;
  readonly frame: Frame;
  readonly content: Html;
  /** The page that this one was reached from. */
  readonly back?: Link | undefined;
  /** Seconds after which the browser loads the page again. */
  readonly refresh?: number | undefined;
}

/** The HTML of a whole page, as text for `res.send`. */
export function layout({ title, frame, content, back, refresh }: Layout): string {
  const { notice, signOut } = frame;
  const titles = [notice && firstSentence(notice.text), title, 'Example Business'].filter(Boolean);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${refresh !== undefined && html`<meta http-equiv="refresh" content="${refresh}" />`}
        <title>${titles.join(' – ')}</title>
        <link rel="stylesheet" href="/style.css" />
        <link rel="icon" href="/icon.svg" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="bar">
          <a class="brand" href="/">Example Business</a>
          <nav aria-label="Main">
            <a href="/#services">Services</a>
            ${signOut && html`<a href="/account">Account</a> ${signOutForm(signOut)}`}
          </nav>
        </header>
        <main id="content">
          ${back && html`<a class="back" href="${back.href}">${back.label}</a>`}
          ${notice && noticeBox(notice)} ${content}
        </main>
        <footer>An example of the Passport strategies in this repository. Tokens stay on the server.</footer>
      </body>
    </html> `.text;
}

function signOutForm({ action, csrfToken }: NonNullable<Frame['signOut']>): Html {
  return html`<form method="post" action="${action}">
    <input type="hidden" name="csrfToken" value="${csrfToken}" />
    <button class="plain">Sign out</button>
  </form>`;
}

/** Gets the focus when the page loads, so that a screen reader reads it first. No script is needed for that. */
function noticeBox({ kind, text }: Notice): Html {
  const role = kind === 'form-refused' ? 'alert' : 'status';
  return html`<p class="notice" role="${role}" data-notice="${kind}" tabindex="-1" autofocus>${text}</p>`;
}

/** The part of a notice that fits into a title. */
function firstSentence(text: string): string {
  return text.split(/[.:](?=\s|$)/, 1).join('');
}
