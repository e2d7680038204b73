import { ProviderClient, ProviderStrategy } from 'passport-oauth2-base';
import { OAuth2Strategy } from '../support/passport-oauth2';
import { type StubService } from 'passport-strategy-contract/harness';
import { declare, type Declaration } from 'passport-strategy-contract/harness';

export type Done = (error: unknown, value?: unknown, more?: unknown) => void;

/** The strategy class of either package, as an application sees it. */
export type StrategyClass = new (options?: unknown, verify?: unknown) => ProviderStrategy;

/** Hooks that a subclass overrides; written once, for both classes. */
export type Hooks = Readonly<Record<string, unknown>> & ThisType<ProviderStrategy>;

/** What a case runs against: one of the two classes, and a service of its own. */
export interface Subject {
  readonly name: 'passport-oauth2' | 'ours';
  readonly service: StubService;
  /** The class; a declaration may differ, which says nothing to passport-oauth2. */
  classFor(declaration?: Partial<Declaration>): StrategyClass;
  /** A strategy with everyday options, those that differ (undefined takes one away), and overridden hooks. */
  make(
    options?: object,
    verify?: unknown,
    hooks?: Hooks,
    declaration?: Partial<Declaration>,
  ): ProviderStrategy;
}

/** Everything is said that passport-oauth2 leaves off, so that both are asked for the same. */
export function everyday(service: StubService): object {
  return {
    authorizationURL: `${service.origin}/authorize`,
    tokenURL: `${service.origin}/token`,
    clientID: 'client-1',
    clientSecret: 'secret-1',
    callbackURL: 'https://app.example/callback',
    state: true,
    pkce: true,
  };
}

export const profileIsUser = (_access: string, _refresh: string, profile: unknown, done: Done): void =>
  done(null, profile ?? { id: 'nobody' });

/** A profile without a request: what a strategy package for a service overrides first. */
export const fixedProfile: Hooks = {
  userProfile: (_token: string, done: Done) => done(null, { id: 'fixed' }),
};

export function subject(name: Subject['name'], service: StubService): Subject {
  const classFor: Subject['classFor'] = (different) =>
    name === 'ours' ? ours(declare(service, different)) : (OAuth2Strategy as unknown as StrategyClass);
  return {
    name,
    service,
    classFor,
    make(options = {}, verify = profileIsUser, hooks = fixedProfile, declaration = {}) {
      class Made extends classFor(declaration) {}
      Object.assign(Made.prototype, hooks);
      return new Made({ ...everyday(service), ...options }, verify);
    },
  };
}

function ours(declaration: Declaration): StrategyClass {
  class Acme extends ProviderStrategy {
    constructor(options: never, verify: never) {
      super(new ProviderClient(declaration, options), options, verify);
    }
  }
  return Acme as unknown as StrategyClass;
}
