import {
  defineProvider,
  ProviderClient,
  ProviderStrategy,
  type AnyVerifyFunction,
  type ProviderDeclaration,
  type ProviderStrategyOptions,
  type Verify,
} from 'passport-oauth2-base';
import { type StubService } from './service';

/** A provider's declaration. */
export type Declaration = ProviderDeclaration;
/** Options of a strategy, with the `verify` option. */
export type Options = ProviderStrategyOptions & { verify?: Verify };

/** A provider that follows the standards, with the differences that a test needs. */
export function declare(service: StubService | undefined, different: Partial<Declaration> = {}): Declaration {
  const origin = service?.origin ?? 'https://service.example';
  return defineProvider({
    name: 'acme',
    title: 'Acme',
    documentation: 'https://service.example/docs',
    endpoints: {
      authorization: `${origin}/authorize`,
      token: `${origin}/token`,
      refresh: `${origin}/refresh`,
      userProfile: `${origin}/user`,
    },
    clientAuthentication: 'client_secret_post',
    pkce: 'optional',
    refresh: {},
    profile: { map: (user) => ({ id: user.identifier('id'), displayName: user.text('name') }) },
    ...different,
  });
}

/** The endpoints of an OpenID provider. */
export function openIDEndpoints({ origin }: StubService): Declaration['endpoints'] {
  return {
    issuer: origin,
    authorization: `${origin}/authorize`,
    token: `${origin}/token`,
    jwks: `${origin}/jwks`,
    userProfile: `${origin}/user`,
  };
}

/** The usual options of an application. */
export const everyday: Readonly<Record<'clientID' | 'clientSecret' | 'callbackURL', string>> & {
  readonly timeout: number;
} = {
  clientID: 'client-1',
  clientSecret: 'client-secret-canary',
  callbackURL: 'https://app.example/callback',
  timeout: 3_000,
};

/** A verify callback that gives the profile as the user. */
export const profileIsUser: AnyVerifyFunction = (
  _access: string,
  _refresh: string | undefined,
  profile: unknown,
  done: (error: unknown, user?: unknown, info?: unknown) => void,
) => done(null, profile ?? { id: 'nobody' });

/** Makes a client with the usual options. */
export function makeClient(declaration: Declaration, options: object = {}): ProviderClient {
  return new ProviderClient(declaration, { ...everyday, ...options });
}

/** Makes a strategy with the usual options. The default verify callback gives the profile as the user. */
export function makeStrategy(
  declaration: Declaration,
  options: object = {},
  verify?: AnyVerifyFunction,
): ProviderStrategy {
  const all = { ...everyday, ...options } as Options;
  const second = verify ?? (all.verify ? undefined : profileIsUser);
  return new ProviderStrategy(new ProviderClient(declaration, all), all, second);
}

/** The members of `_oauth2` that applications and add-ons use. */
export interface NodeOAuth {
  /** The agent that add-ons read. */
  _agent: unknown;
  /** Sets the agent of all requests. */
  setAgent(agent: unknown): void;
  /** Reads a protected resource. */
  get(url: string, token: string, done: (error: unknown, body?: string) => void): void;
  /** Exchanges a code or a refresh token. */
  getOAuthAccessToken(
    code: string,
    parameters: Record<string, unknown>,
    done: (error: unknown, access?: string, refresh?: string, results?: Record<string, unknown>) => void,
  ): void;
}

/** The `_oauth2` of a strategy. */
export function oauth2Of(strategy: ProviderStrategy): NodeOAuth {
  return strategy._oauth2;
}
