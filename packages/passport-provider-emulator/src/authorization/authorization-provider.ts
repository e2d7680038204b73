import { type EmulatedUser, type RegisteredClient } from '../emulated-provider';
import { type Refusal } from '../http/refusal';
import { type Call } from '../http/request';
import { type EmulatedResponse } from '../http/response';
import { type Accent } from '../pages/style';
import { type Clock } from './clock';
import { type AuthorizationRequest, type TrustedClient } from './request';

/** A consent page without a decision yet. */
export interface PendingConsent {
  readonly request: AuthorizationRequest;
  readonly expiresAt: number;
}

/** What the authorization endpoint and the pages need from a service. */
export interface AuthorizationProvider {
  readonly title: string;
  readonly accent: Accent;
  readonly clock: Clock;
  readonly automatic: boolean;
  readonly users: readonly EmulatedUser[];
  /** By the ticket in the form. */
  readonly pending: Map<string, PendingConsent>;
  /** Finds the client and checks its redirect URI: the checks that come first. */
  readClient(call: Call): TrustedClient;
  /** Checks the parameters that come after client and redirect URI. */
  readAuthorization(
    call: Call,
    client: RegisteredClient,
    redirectURI: string,
    state: string | undefined,
  ): AuthorizationRequest;
  /** Responds to an authorization request whose error is not reported to the application. */
  refuseAuthorization(refusal: Refusal): EmulatedResponse;
  /** Whether the application gets this error at its redirect URI. */
  redirectsErrors(refusal: Refusal): boolean;
  /** The user who is already signed in at the service. */
  signedInUser(call: Call): EmulatedUser | undefined;
  /** Whether the user allowed all of this before. Then no page asks. */
  consents(request: AuthorizationRequest, user: EmulatedUser): boolean;
  recordConsent(request: AuthorizationRequest, user: EmulatedUser): void;
  /** Headers of the redirect that let the service recognise the browser later. */
  sessionHeaders(user: EmulatedUser): Readonly<Record<string, string>>;
  /** Parameters that every callback gets. */
  callbackExtras(): Readonly<Record<string, string>>;
  /** The permissions that the application asks for, as sentences. */
  permissionsInWords(request: AuthorizationRequest): readonly string[];
  /** The stores that the user can choose from on the consent page. */
  storesOf(user: EmulatedUser): readonly { readonly id: string; readonly name: string }[];
  /** Grants an authorization request. Returns the parameters of the callback. */
  approve(request: AuthorizationRequest, user: EmulatedUser, stores: readonly string[]): URLSearchParams;
  /** Refuses an authorization request for the user. Returns the parameters of the callback. */
  deny(request: AuthorizationRequest): URLSearchParams;
  findClient(clientID: string): RegisteredClient | undefined;
  /** @throws Refusal if there is no such user. */
  findUser(wanted: number | string): EmulatedUser;
}
