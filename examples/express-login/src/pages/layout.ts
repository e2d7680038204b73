import type { Notice } from '../account';
import { html, type Html } from '../html';
import type { Link } from '../problem';

export interface Layout {
  readonly title: string;
  readonly content: Html;
  readonly notice?: Notice | undefined;
  /** The page that this one was reached from. */
  readonly back?: Link | undefined;
  /** Seconds after which the browser loads the page again. */
  readonly refresh?: number | undefined;
  /** Whether the header leads to the account page. */
  readonly isSignedIn: boolean;
}

/** The frame around every page, as text for `res.send`. */
export function layout({ title, content, notice, back, refresh, isSignedIn }: Layout): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${refresh !== undefined && html`<meta http-equiv="refresh" content="${refresh}" />`}
        <title>${title}</title>
        <link rel="stylesheet" href="/style.css" />
        <link rel="icon" href="/icon.svg" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="bar">
          <a class="brand" href="/">Example Business</a>
          <nav aria-label="Main">
            <a href="/#services">Services</a>
            ${isSignedIn && html`<a href="/account">Account</a>`}
          </nav>
        </header>
        <main id="content">
          ${back && html`<a class="back" href="${back.href}">${back.label}</a>`}
          ${notice && html`<p class="notice" role="status" data-notice="${notice.kind}">${notice.text}</p>`}
          ${content}
        </main>
        <footer>An example of the Passport strategies in this repository. Tokens stay on the server.</footer>
      </body>
    </html> `.text;
}
