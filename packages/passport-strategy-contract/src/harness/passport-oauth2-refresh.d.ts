/** As much of the add-on as a test needs. It brings no types. */
declare module 'passport-oauth2-refresh' {
  export class AuthTokenRefresh {
    use(strategy: object): void;
    requestNewAccessToken(
      name: string,
      refreshToken: string,
      done: (error: unknown, accessToken?: string, refreshToken?: string) => void,
    ): void;
  }
}
