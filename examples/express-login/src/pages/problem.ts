import type { Frame } from '../frame';
import { html } from '../html';
import type { Link, Problem } from '../problem';
import type { Presentation } from '../service';
import { layout } from './layout';
import { monogram } from './monogram';
import { row } from './rows';

/** The service that a problem belongs to, and where to begin again. */
export type ServiceOfProblem = Presentation & { readonly action: Link };

/** What happened, why, and what to do next. */
export function problemPage(problem: Problem, service: ServiceOfProblem | undefined, frame: Frame): string {
  const { status, title, happened, why, next, reason, code } = problem;
  const action = problem.action ?? service?.action;
  return layout({
    title,
    frame,
    content: html`<article class="panel problem ${service?.name}" data-status="${status}">
      ${service && monogram(service)}
      <h1>${title}</h1>
      <dl class="story">
        ${row('What happened', happened)} ${row('Why', why)} ${row('What to do next', next)}
      </dl>
      <div class="actions">
        ${action && html`<a class="button primary" href="${action.href}">${action.label}</a>`}
        ${frame.signOut && html`<a class="button" href="/account">Back to the account</a>`}
        <a class="button" href="/">Back to the start</a>
      </div>
      ${
        reason !== undefined &&
        html`<p class="fine">
          If you ask this site for help, mention the reason <code>${reason}</code>${
            code !== undefined && code !== reason && html` and the service’s code <code>${code}</code>`
          }.
        </p>`
      }
    </article>`,
  });
}
