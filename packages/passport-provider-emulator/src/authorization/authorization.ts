import { type EmulatedResponse, redirectResponse, textResponse, withHeaders } from '../http/response';
import { type Call, formBody, optional, required } from '../http/request';
import { type EmulatedUser } from '../emulated-provider';
import { keepLastEntry } from '../http/keep-last';
import { pageHeaders } from '../pages/style';
import { consentPage, errorPage } from '../pages/pages';
import { Refusal, invalidRequest } from '../http/refusal';
import { type AuthorizationProvider } from './authorization-provider';
import { type AuthorizationRequest, type TrustedClient } from './request';
import { opaqueToken } from './tokens';

interface Decision {
  readonly approved: boolean;
  readonly user: EmulatedUser;
  readonly stores: readonly string[];
  /** Replaces the state of the callback. `null` removes it. */
  readonly state?: string | null | undefined;
}

/** Headers with which a program decides instead of a person. Values are percent-encoded. */
export const decisionHeaders = {
  decision: 'x-emulator-decision',
  user: 'x-emulator-user',
  state: 'x-emulator-state',
  omitState: 'x-emulator-omit-state',
  stores: 'x-emulator-stores',
} as const;

const formLifetime = 10 * 60 * 1000;

/** GET of the authorization endpoint: the consent page, a redirect to the callback, or the error page. */
export function openAuthorization(provider: AuthorizationProvider, call: Call): EmulatedResponse {
  let trusted: { redirectURI: string; state: string | undefined } | undefined;
  try {
    const { client, redirectURI } = provider.readClient(call);
    const state = optional(call.query, 'state');
    trusted = { redirectURI, state };
    const request = provider.readAuthorization(call, client, redirectURI, state);
    const decision = programDecision(provider, call);
    if (decision) return settle(provider, request, decision, 302);
    const user = provider.signedInUser(call);
    if (user && provider.consents(request, user)) {
      return settle(provider, request, { approved: true, user, stores: [] }, 302);
    }
    return showConsent(provider, request);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (trusted && provider.redirectsErrors(error)) {
      return errorRedirect(provider, trusted.redirectURI, trusted.state, error);
    }
    return provider.refuseAuthorization(error);
  }
}

/** POST of the consent form. */
export function decideByForm(provider: AuthorizationProvider, call: Call): EmulatedResponse {
  try {
    const form = formBody(call);
    const ticket = required(form, 'ticket');
    const pending = provider.pending.get(ticket);
    provider.pending.delete(ticket);
    if (!pending || provider.clock.now() >= pending.expiresAt) {
      throw invalidRequest(
        'form_expired',
        'This form was already sent, or it is too old. Start the login again.',
      );
    }
    const user = provider.findUser(required(form, 'user'));
    const decision = required(form, 'decision');
    if (decision !== 'approve' && decision !== 'deny') {
      throw invalidRequest('unknown_decision', 'The decision is neither approve nor deny');
    }
    const stores = [form['store'] ?? []].flat();
    checkStores(provider, user, stores, true);
    const own = new Set(provider.storesOf(user).map((store) => store.id));
    const chosen = stores.filter((id) => own.has(id));
    return settle(provider, pending.request, { approved: decision === 'approve', user, stores: chosen }, 303);
  } catch (error) {
    if (error instanceof Refusal) return refusalPage(provider, error);
    throw error;
  }
}

/** The first checks, as most services make them. */
export function readClient(provider: AuthorizationProvider, call: Call): TrustedClient {
  const client = provider.findClient(required(call.query, 'client_id'));
  if (!client) throw invalidRequest('unknown_client', 'No application has this client_id');
  if (!client.active) throw invalidRequest('inactive_client', 'This application is switched off');
  const redirectURI = required(call.query, 'redirect_uri');
  if (!client.callbackURLs.includes(redirectURI)) {
    throw invalidRequest(
      'redirect_uri_mismatch',
      `The redirect_uri ${redirectURI} is not registered for this application. It must be exactly one of: ` +
        client.callbackURLs.join(', '),
    );
  }
  return { client, redirectURI };
}

function programDecision(provider: AuthorizationProvider, call: Call): Decision | undefined {
  const header = (name: string): string | undefined => {
    const value = call.headers[name];
    return typeof value === 'string' ? decodeURIComponent(value) : undefined;
  };
  const decision = header(decisionHeaders.decision) ?? (provider.automatic ? 'approve' : undefined);
  if (decision === undefined) return undefined;
  const user = provider.findUser(header(decisionHeaders.user) ?? 0);
  const wanted = header(decisionHeaders.stores);
  const stores =
    wanted === undefined
      ? provider.storesOf(user).map((store) => store.id)
      : wanted.split(',').filter(Boolean);
  checkStores(provider, user, stores, false);
  const state = header(decisionHeaders.omitState) ? null : header(decisionHeaders.state);
  return { approved: decision !== 'deny', user, stores, state };
}

/** The form shows the stores of every user, so it may send those of another user. A program may not. */
function checkStores(
  provider: AuthorizationProvider,
  user: EmulatedUser,
  stores: readonly string[],
  anyUser: boolean,
): void {
  const owners = anyUser ? provider.users : [user];
  const known = new Set(owners.flatMap((owner) => provider.storesOf(owner).map((store) => store.id)));
  const unknown = stores.find((id) => !known.has(id));
  if (unknown !== undefined) throw invalidRequest('unknown_store', `${user.name} has no store ${unknown}`);
}

function settle(
  provider: AuthorizationProvider,
  request: AuthorizationRequest,
  decision: Decision,
  status: 302 | 303,
): EmulatedResponse {
  if (decision.approved) provider.recordConsent(request, decision.user);
  const parameters = decision.approved
    ? provider.approve(request, decision.user, decision.stores)
    : provider.deny(request);
  if (decision.state === null) parameters.delete('state');
  else if (decision.state !== undefined) parameters.set('state', decision.state);
  const redirect = redirectResponse(withParameters(provider, request.redirectURI, parameters), status);
  return withHeaders(redirect, provider.sessionHeaders(decision.user));
}

function errorRedirect(
  provider: AuthorizationProvider,
  redirectURI: string,
  state: string | undefined,
  refusal: Refusal,
): EmulatedResponse {
  const parameters = new URLSearchParams({ error: refusal.code, error_description: refusal.message });
  if (state !== undefined) parameters.set('state', state);
  return { ...redirectResponse(withParameters(provider, redirectURI, parameters)), reason: refusal.reason };
}

/** Adds parameters to a redirect URI. The URI itself stays exactly as registered. */
export function withParameters(
  provider: AuthorizationProvider,
  redirectURI: string,
  given: URLSearchParams,
): string {
  const parameters = new URLSearchParams([...given, ...Object.entries(provider.callbackExtras())]);
  if (parameters.size === 0) return redirectURI;
  return `${redirectURI}${redirectURI.includes('?') ? '&' : '?'}${parameters.toString()}`;
}

function showConsent(provider: AuthorizationProvider, request: AuthorizationRequest): EmulatedResponse {
  const now = provider.clock.now();
  for (const [ticket, { expiresAt }] of provider.pending) {
    if (now >= expiresAt) provider.pending.delete(ticket);
  }
  const ticket = opaqueToken();
  keepLastEntry(provider.pending, ticket, { request, expiresAt: now + formLifetime }, 1_000);
  return htmlResponse(provider, consentPage(provider, request, ticket), 200);
}

/** The page for people. */
export function refusalPage(provider: AuthorizationProvider, refusal: Refusal): EmulatedResponse {
  const page = errorPage(provider, refusal.reason, refusal.message);
  return { ...htmlResponse(provider, page, 400), reason: refusal.reason };
}

function htmlResponse(provider: AuthorizationProvider, page: string, status: number): EmulatedResponse {
  return withHeaders(textResponse(page, status, 'text/html'), pageHeaders(provider.accent));
}
