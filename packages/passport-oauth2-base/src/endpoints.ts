/** The URLs that a client uses: the application's options, completed with the service's defaults. */
export interface ClientEndpoints {
  /** Missing where no user signs in. */
  readonly authorization: string | undefined;
  readonly token: string;
  readonly refresh: string;
  readonly userProfile: string | undefined;
  readonly revocation: string | undefined;
  readonly introspection: string | undefined;
  /** Base URL of the service's API. */
  readonly api: string | undefined;
  /** The key set of an OpenID provider. */
  readonly jwks: string | undefined;
  readonly issuer: string | undefined;
  /** The service always sends `iss` to the callback (RFC 9207). */
  readonly issuerIsSent: boolean;
}
