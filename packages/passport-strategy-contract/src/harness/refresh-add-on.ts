import { AuthTokenRefresh } from 'passport-oauth2-refresh';

/** The result of passport-oauth2-refresh. */
export interface RefreshedTokens {
  /** The error, or `null`. */
  readonly error: unknown;
  /** The new access token. */
  readonly accessToken: string | undefined;
  /** The new refresh token, if the service issued one. */
  readonly refreshToken: string | undefined;
}

/** Refreshes through passport-oauth2-refresh, as its README shows. */
export function refreshByAddOn(
  strategy: { readonly name: string },
  refreshToken: string,
): Promise<RefreshedTokens> {
  const refresh = new AuthTokenRefresh();
  refresh.use(strategy);
  return new Promise((resolve) => {
    refresh.requestNewAccessToken(strategy.name, refreshToken, (error, access, next) =>
      resolve({ error, accessToken: access, refreshToken: next }),
    );
  });
}
