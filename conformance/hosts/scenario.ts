import { faults, type Fault } from 'passport-provider-emulator';
import type { Host } from './host';
import type { Page, Visitor } from './visitor';

/** A status that depends on who answers: the READMEs' handler, or the framework by itself. */
type Status = number | Readonly<Record<'page' | 'express' | 'nestjs' | 'fastify', number>>;

/** A login that fails: what is done to it, and what the visitor may see. */
export interface FailedLogin {
  readonly title: string;
  /** What the service's token endpoint answers. */
  readonly token?: Fault;
  /** What the user decides at the service. Default: to approve. */
  readonly decision?: 'deny';
  /** What another site makes of the callback. */
  readonly forged?: 'another state' | 'no state' | 'another browser' | 'played twice';
  /** The status of the callback. */
  readonly status: Status;
  /** In the READMEs' page. */
  readonly shows: string | RegExp;
  /** The error is the application's own: its text is not ours to keep from a visitor. */
  readonly ownError?: true;
}

/** Makes the user's name the one that the application's database has an accident with. */
const named = (fullname: string): Fault =>
  faults.transform((body) => {
    const { user, ...tokens } = body as { user: object };
    return { ...tokens, user: { ...user, fullname, first_name: fullname, last_name: '' } };
  });

const text = 'text/plain';
const refused = { error: 'invalid_grant', error_description: 'canary-of-the-service' };

/** Where the service's fault is told: the application is a gateway that got no good answer. */
const badGateway: Status = { page: 502, express: 502, nestjs: 500, fastify: 502 };

/** passport-oauth2's TokenError has status 500; the READMEs' handler takes that of its cause. */
const tokenError: Status = { page: 502, express: 500, nestjs: 500, fastify: 500 };

const answers: readonly FailedLogin[] = [
  { title: '200 with an error', token: faults.json(refused), status: tokenError, shows: 'token_refused' },
  { title: '204', token: faults.status(204), status: badGateway, shows: '' },
  {
    title: '302',
    token: faults.redirect('https://canary.example'),
    status: badGateway,
    shows: 'redirect_refused',
  },
  {
    title: '307',
    token: faults.redirect('https://canary.example', 307),
    status: badGateway,
    shows: 'redirect_refused',
  },
  { title: '304', token: faults.status(304), status: badGateway, shows: '' },
  { title: '400', token: faults.json(refused, 400), status: tokenError, shows: 'token_refused' },
  {
    title: '401',
    token: faults.json({ error: 'invalid_client' }, 401),
    status: tokenError,
    shows: 'token_refused',
  },
  { title: '403', token: faults.status(403), status: badGateway, shows: 'token_refused' },
  { title: '404', token: faults.status(404), status: badGateway, shows: 'token_refused' },
  { title: '418 with HTML', token: faults.html(), status: badGateway, shows: '' },
  {
    title: '429',
    token: faults.rateLimited(30),
    status: { page: 503, express: 500, nestjs: 500, fastify: 500 },
    shows: 'rate_limited',
  },
  {
    title: '500',
    token: faults.status(500, 'canary', { 'content-type': text }),
    status: badGateway,
    shows: '',
  },
  { title: '503', token: faults.status(503), status: badGateway, shows: 'provider_unavailable' },
  { title: 'no JSON', token: faults.body('canary', text), status: badGateway, shows: 'response_not_json' },
  { title: 'half an answer', token: faults.halfBody(), status: badGateway, shows: 'response_truncated' },
  { title: 'a reset', token: faults.reset(), status: badGateway, shows: 'network_error' },
].map((row) => ({ ...row, title: `the token endpoint answers ${row.title}` }));

/** @nestjs/passport hands a rejection to `done`, where a falsy error is none: the login is refused. */
const nothing: Status = { page: 500, express: 500, nestjs: 401, fastify: 500 };

const rejections: readonly FailedLogin[] = [
  'rejects undefined',
  'rejects null',
  'rejects false',
  'rejects zero',
  'rejects empty text',
  'rejects NaN',
  'rejects 0n',
  'rejects route',
  'rejects router',
  'throws null',
  'rejects an error',
].map((name) => ({
  title: `verify ${name}`,
  token: named(name),
  status: /route|error/.test(name) ? 500 : nothing,
  shows: '',
  ownError: true,
}));

/** Passport's own statuses of a login that fails, and the READMEs' 401. */
const forged: Status = { page: 401, express: 403, nestjs: 401, fastify: 403 };

const refusals: readonly FailedLogin[] = [
  { title: 'the user declines', decision: 'deny', status: 401, shows: 'access_denied' },
  { title: 'the application knows no such user', token: named('is nobody'), status: 401, shows: '' },
  {
    title: 'another state',
    forged: 'another state',
    status: forged,
    shows: /state_unknown|login_cookie_missing/,
  },
  { title: 'no state', forged: 'no state', status: forged, shows: 'state_missing' },
  { title: 'another browser', forged: 'another browser', status: forged, shows: '' },
  { title: 'the callback of another', forged: 'played twice', status: forged, shows: '' },
];

export const failedLogins: readonly FailedLogin[] = [...refusals, ...answers, ...rejections];

/** Signs in as far as the service's page: gives the URL of the callback. */
export async function consent(
  { emulator: { koompi } }: Host,
  visitor: Visitor,
  options: { decision?: 'approve' | 'deny'; state?: string | null } = {},
): Promise<string> {
  const { location = '', status, text: page } = await visitor.open('/login');
  if (status !== 302) throw new Error(`GET /login answers ${status}: ${page}`);
  return koompi.authorize(location, options);
}

/** Plays a login that fails; gives what the visitor sees at its end. */
export async function playFailure(host: Host, visitor: Visitor, row: FailedLogin): Promise<Page> {
  const { koompi } = host.emulator;
  const state = { 'another state': 'x'.repeat(43), 'no state': null }[String(row.forged)];
  const callback = await consent(host, visitor, {
    decision: row.decision ?? 'approve',
    ...(state === undefined ? {} : { state }),
  });
  if (row.forged === 'another browser') visitor.forgetCookies();
  if (row.forged === 'played twice') {
    await visitor.open(callback);
    await visitor.open('/logout', 'POST');
  }
  koompi.fault('token', row.token);
  try {
    return await visitor.open(callback);
  } finally {
    koompi.clearFaults();
  }
}

/** What no page may show: credentials, and what belongs to a login. */
export function secretsOf({ emulator: { koompi } }: Host): readonly string[] {
  const bodies = koompi.requests.flatMap(({ body }) =>
    Object.entries((body ?? {}) as Record<string, unknown>),
  );
  const sent = bodies
    .filter(([name]) => /code|secret|token|verifier/.test(name))
    .map(([, value]) => String(value));
  const inHeaders = koompi.requests.flatMap(({ headers }) => headers.authorization?.split(' ')[1] ?? []);
  return [...new Set([...sent, ...inHeaders])].filter((secret) => secret.length > 12);
}

/** What tells an operator what to do: our hints and messages, the service's words, paths of files. */
export const operatorText =
  /endpoint\)|canary|ECONNREFUSED|[a-z_]+URL\b|clientSecret|node_modules|\bat .*\.[cm]?[jt]s:\d/;

export function expectedStatus(host: Host, status: Status): number {
  return typeof status === 'number' ? status : status[host.settings.errors];
}

/** Whether the visitor may be shown what the error says: some frameworks send `err.message` by themselves. */
export function sendsMessages({ settings: { errors, env } }: Host): boolean {
  return errors === 'fastify' || (errors === 'express' && env?.['NODE_ENV'] !== 'production');
}
