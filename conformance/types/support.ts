import type { ProfileFields, ProviderClient, StrategyClass } from 'passport-oauth2-base';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles when the value's type is exactly this one; `any` is the same as nothing else. */
export declare function expectType<Expected>(): <Value>(
  value: Value,
  ...same: Same<Value, Expected> extends true ? [] : ['another type']
) => void;

type ClientOf<Strategy> = Strategy extends { readonly client: infer Client } ? Client : never;

/** The five signatures of a strategy's constructor, in order, each with the client of the strategy that it makes. */
type Signatures<Class> = Class extends {
  new (...args: infer A): infer A1;
  new (...args: infer B): infer B1;
  new (...args: infer C): infer C1;
  new (...args: infer D): infer D1;
  new (...args: infer E): infer E1;
}
  ? [[A, ClientOf<A1>], [B, ClientOf<B1>], [C, ClientOf<C1>], [D, ClientOf<D1>], [E, ClientOf<E1>]]
  : never;

/**
 * Compiles when the class has exactly the constructor of the base's `StrategyClass` for this client, these options and
 * this profile. All that `strategy-class.ts` shows of that constructor then holds for the class.
 *
 * The options must not accept `passReqToCallback: true`: a verify callback without the request would compile with it.
 */
export declare function expectStrategy<
  Client extends ProviderClient<ProfileFields>,
  Options extends { readonly passReqToCallback?: false | undefined },
  Profile,
>(): <Class>(
  strategy: Class,
  ...same: Same<Signatures<Class>, Signatures<StrategyClass<Client, Options, Profile>>> extends true
    ? []
    : ['another constructor']
) => void;
