import { type LoginRequest, type ProviderStrategy } from 'passport-oauth2-base';
import { type StubService } from 'passport-strategy-contract/harness';
import { authenticate, stateOf, Visitor, type Outcome, type Query } from 'passport-strategy-contract/harness';
import { type DifferenceName } from './differences';
import { type Subject } from './subjects';

/** What an application can see of a run; members that a case is not about are missing. */
export interface Observed {
  readonly kind?: Outcome['kind'] | 'thrown' | 'pending' | undefined;
  readonly address?: string | undefined;
  /** Of the redirect. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  readonly user?: unknown;
  readonly info?: unknown;
  readonly challenge?: unknown;
  readonly status?: unknown;
  /** The class of the error. */
  readonly error?: string | undefined;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly uri?: unknown;
  readonly oauthError?: unknown;
  readonly requests?: unknown;
  /** Whatever else a case is about. */
  readonly seen?: unknown;
}

/** One behaviour. Without `ours`, both packages must be observed to do the same. */
export interface Case {
  readonly name: string;
  run(subject: Subject): Promise<Observed> | Observed;
  /** How they differ: only in the members named here. The reason is in {@link differences}. */
  readonly ours?: {
    readonly differs: DifferenceName;
    readonly theirs: Observed;
    readonly ours: Observed;
  };
}

/** What ours says beyond passport-oauth2, in challenges, errors and the store's `meta`; one case shows it. */
const additions = [
  'reason',
  'fault',
  'hint',
  'provider',
  'endpoint',
  'retryable',
  'retryAfter',
  'title',
  'issuer',
];

/** A value without what ours adds to it. */
export function withoutAdditions(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const more = [...additions, ...('reason' in value ? ['code', 'statusCode', 'data'] : [])];
  return Object.fromEntries(Object.entries(value).filter(([name]) => !more.includes(name)));
}

/** One request to the strategy, and how it ended. */
export async function observe(
  strategy: ProviderStrategy,
  req: LoginRequest,
  options: object = {},
): Promise<Observed> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'pending'>((resolve) => (timer = setTimeout(resolve, 1_500, 'pending')));
  try {
    const outcome = await Promise.race([authenticate(strategy, req, options), late]);
    return outcome === 'pending' ? { kind: 'pending' } : read(outcome);
  } catch (error) {
    return { ...readError(error), kind: 'thrown' };
  } finally {
    clearTimeout(timer);
  }
}

function read(outcome: Outcome): Observed {
  const { kind, user, info, status, error, url } = outcome;
  if (kind === 'redirect') return readRedirect(url ?? '');
  if (kind === 'success') return { kind, user, info };
  if (kind === 'fail') return { kind, challenge: withoutAdditions(info), status };
  return readError(error);
}

export function readRedirect(url: string): Observed {
  const { origin, pathname, searchParams } = new URL(url);
  const names = [...new Set(searchParams.keys())];
  const parameters = Object.fromEntries(names.map((name) => [name, searchParams.getAll(name).join(' and ')]));
  return { kind: 'redirect', address: origin + pathname, parameters };
}

/** The members that passport-oauth2 documents. */
export function readError(error: unknown): Observed {
  if (!(error instanceof Error)) return { kind: 'error', error: typeof error, message: error };
  const { code, uri, status, oauthError } = error as Error & Readonly<Record<string, unknown>>;
  const { statusCode, data } = (oauthError ?? {}) as Readonly<Record<string, unknown>>;
  return {
    kind: 'error',
    error: error.name,
    message: error.message,
    code,
    uri,
    status,
    ...(oauthError === undefined ? {} : { oauthError: { statusCode, data } }),
  };
}

/** What a constructor or another synchronous call throws. */
export function thrown(run: () => unknown): Observed {
  try {
    run();
    return { kind: 'success' };
  } catch (error) {
    return { ...readError(error), kind: 'thrown' };
  }
}

/** The requests that reached the service, in the parts that passport-oauth2 decides about. */
export function requestsAt(service: StubService): unknown {
  return service.requests.map(({ method, url, headers, body }) => ({
    method,
    url,
    headers: Object.fromEntries(
      Object.entries(headers).filter(([name]) => /^(authorization|content-type|x-.*)$/.test(name)),
    ),
    body: Object.fromEntries(new URLSearchParams(body)),
  }));
}

export interface LoginSteps {
  readonly start?: object | undefined;
  readonly finish?: object | undefined;
  readonly query?: Query | undefined;
  readonly startRequest?: object;
  readonly finishRequest?: object;
  readonly visitor?: Visitor;
}

/** A whole login by one person: how it ended, and the requests it took. */
export async function login(
  { service }: Subject,
  strategy: ProviderStrategy,
  steps: LoginSteps = {},
): Promise<Observed> {
  const { visitor = new Visitor() } = steps;
  const url = await visitor.start(strategy, steps.start, steps.startRequest);
  const state = url.searchParams.has('state') ? { state: stateOf(url) } : {};
  const query = { code: 'the-code', ...state, ...steps.query };
  const req = visitor.request({ url: '/callback', query, ...steps.finishRequest });
  const end = await observe(strategy, req, steps.finish ?? steps.start);
  return { ...end, requests: requestsAt(service) };
}

/** The same words for what is random in each run: addresses on loopback, handles, verifiers, challenges. */
export function normalised(observed: Observed, { service }: Subject): Observed {
  const text = JSON.stringify(observed, (_name, value: unknown) =>
    value === undefined ? '(undefined)' : value,
  )
    .replaceAll(service.origin, 'http://service')
    .replaceAll(encodeURIComponent(service.origin), 'http%3A%2F%2Fservice')
    .replace(/"(state|code_verifier|code_challenge)":"[\w-]{24,}"/g, '"$1":"(random)"');
  const told = JSON.parse(text) as Observed;
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== '(undefined)'));
}
