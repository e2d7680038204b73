import { html, type Html } from '../html';
import type { Link, Problem } from '../problem';
import type { Presentation } from '../services';
import { layout } from './layout';
import { monogram } from './monogram';

/** The service that a problem has to do with, and where to begin again. */
export type ServiceOfProblem = Presentation & { readonly action: Link };

/** What happened, whose doing it was, and what to do next. */
export function problemPage(
  problem: Problem,
  service: ServiceOfProblem | undefined,
  isSignedIn: boolean,
): string {
  const { status, title, happened, whose, next, details = [] } = problem;
  const action = problem.action ?? service?.action;
  return layout({
    title: `${title} – Example Business`,
    isSignedIn,
    content: html`<article class="panel problem ${service?.name}" data-status="${status}">
      ${service && monogram(service)}
      <h1>${title}</h1>
      <dl class="story">
        <div>
          <dt>What happened</dt>
          <dd>${happened}</dd>
        </div>
        <div>
          <dt>Whose doing it was</dt>
          <dd>${whose}</dd>
        </div>
        <div>
          <dt>What to do next</dt>
          <dd>${next}</dd>
        </div>
      </dl>
      <div class="actions">
        ${action && html`<a class="button primary" href="${action.href}">${action.label}</a>`}
        ${isSignedIn && html`<a class="button" href="/account">Back to the account</a>`}
        <a class="button" href="/">Back to the start</a>
      </div>
      ${details.length > 0 && developerDetails(details)}
    </article>`,
  });
}

function developerDetails(details: NonNullable<Problem['details']>): Html {
  return html`<details>
    <summary>Details for whoever runs this site</summary>
    <dl>
      ${details.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </details>`;
}
