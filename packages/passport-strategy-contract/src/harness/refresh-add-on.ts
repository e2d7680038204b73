import { AuthTokenRefresh } from 'passport-oauth2-refresh';

/** What passport-oauth2-refresh gives for a refresh token. */
export interface RefreshedTokens {
  readonly error: unknown;
  readonly accessToken: string | undefined;
  readonly refreshToken: string | undefined;
}

/** Refreshes through the add-on passport-oauth2-refresh, as its README says. It brings no types. */
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
