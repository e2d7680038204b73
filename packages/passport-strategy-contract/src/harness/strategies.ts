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

export type Declaration = ProviderDeclaration;
export type Options = ProviderStrategyOptions & { verify?: Verify };

/** A provider that does everything by the book, and what a test wants otherwise. */
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

/** Where a service has what an OpenID provider needs. */
export function openIDEndpoints({ origin }: StubService): Declaration['endpoints'] {
  return {
    issuer: origin,
    authorization: `${origin}/authorize`,
    token: `${origin}/token`,
    jwks: `${origin}/jwks`,
    userProfile: `${origin}/user`,
  };
}

/** What every application gives. */
export const everyday: Readonly<Record<'clientID' | 'clientSecret' | 'callbackURL', string>> & {
  readonly timeout: number;
} = {
  clientID: 'client-1',
  clientSecret: 'client-secret-canary',
  callbackURL: 'https://app.example/callback',
  timeout: 3_000,
};

/** The user is the profile. */
export const profileIsUser: AnyVerifyFunction = (
  _access: string,
  _refresh: string | undefined,
  profile: unknown,
  done: (error: unknown, user?: unknown, info?: unknown) => void,
) => done(null, profile ?? { id: 'nobody' });

export function makeClient(declaration: Declaration, options: object = {}): ProviderClient {
  return new ProviderClient(declaration, { ...everyday, ...options });
}

/** A strategy for a declaration; `verify` among the options takes the place of the everyday one. */
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
  _agent: unknown;
  setAgent(agent: unknown): void;
  get(url: string, token: string, done: (error: unknown, body?: string) => void): void;
  getOAuthAccessToken(
    code: string,
    parameters: Record<string, unknown>,
    done: (error: unknown, access?: string, refresh?: string, results?: Record<string, unknown>) => void,
  ): void;
}

export function oauth2Of(strategy: ProviderStrategy): NodeOAuth {
  return strategy._oauth2;
}
