import type { ErrorRequestHandler, Request } from 'express';
import { accountOf } from './account';
import type { AppOptions } from './app-options';
import { frameWithoutNotice } from './frame';
import type { OpenKopoKopo } from './kopokopo';
import { isOnPage, signInURL } from './members';
import type { OpenService } from './open-services';
import { problemPage, type ServiceOfProblem } from './pages/problem';
import { PageError, type Problem } from './problem';
import { concernsOperator, problemOf } from './problem-words';

type AnyService = OpenService | OpenKopoKopo;

/**
 * Shows every failure as a page with words for visitors. The error itself, with the hint for the operator, goes to the
 * log only.
 */
export function errorPage(options: AppOptions): ErrorRequestHandler {
  const { services, log = console.error } = options;
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    const account = accountOf(req);
    const own = services.find(({ name }) => name === account?.service);
    const service = serviceAt(req.path, options, own);
    const problem = problemOf(error, service?.title ?? 'The service');
    const cause = error instanceof PageError ? error.cause : error;
    if (cause !== undefined && concernsOperator(cause, problem)) log(cause);
    if (problem.retryAfter !== undefined) res.set('Retry-After', String(problem.retryAfter));
    res
      .status(problem.status)
      .send(problemPage(problem, service && withAction(service, req, problem), frameWithoutNotice(req)));
  };
}

/** The service that a path belongs to. On the page of a service, the one that the person signed in with. */
function serviceAt(
  path: string,
  { services, kopokopo }: AppOptions,
  own: OpenService | undefined,
): AnyService | undefined {
  if (own && isOnPage(own, path)) return own;
  const all: readonly AnyService[] = kopokopo ? [...services, kopokopo] : services;
  return all.find(({ name }) => path.split('/').includes(name));
}

/** Where to go on after a problem. On the page of a service, that is the page. */
function withAction(
  service: AnyService,
  { method, path }: Request,
  { signInAgain = false }: Problem,
): ServiceOfProblem {
  const { title, href } = service;
  const label = `Try again with ${title}`;
  if (!('page' in service) || !isOnPage(service, path)) return { ...service, action: { href, label } };
  const page = method === 'GET' ? path : service.page.href;
  return signInAgain
    ? { ...service, action: { href: signInURL(service, page), label: `Sign in with ${title} again` } }
    : { ...service, action: { href: service.page.href, label } };
}
