// The constructor that every strategy class has. The file of each service proves with `expectStrategy` that its class
// has this one, for its own client, options and profile.
import type { Request } from 'express';
import passport from 'passport';
import { ProviderClient, strategyClass } from 'passport-oauth2-base';
import type {
  ProfileFields,
  ProviderStrategyOptions,
  StrategyClass,
  TokenSet,
  VerifyDone,
  VerifyFunctionWithParams,
  VerifyFunctionWithRequestAndParams,
  WithRequest,
} from 'passport-oauth2-base';
import type { IdTokenClaims } from 'passport-oauth2-base/oidc';
import { expectStrategy, expectType } from './support';

interface AcmeProfile extends ProfileFields {
  readonly id: string;
  readonly team?: string | undefined;
}
interface AcmeOptions extends ProviderStrategyOptions {
  readonly clientSecret: string;
  readonly passReqToCallback?: false | undefined;
}
declare class AcmeClient extends ProviderClient<AcmeProfile> {
  constructor(options: AcmeOptions);
  teams(accessToken: string): Promise<unknown>;
}

class Strategy extends strategyClass<AcmeClient, AcmeOptions, AcmeProfile>(AcmeClient) {}
const options = { clientID: 'a', clientSecret: 'b', callbackURL: '/c' };

// passport-oauth2's forms give the profile its type, and Passport takes the strategy.
passport.use(
  new Strategy(options, (accessToken, refreshToken, profile, done) => {
    expectType<string>()(accessToken);
    expectType<string | undefined>()(refreshToken);
    expectType<AcmeProfile>()(profile);
    expectType<string>()(profile.id);
    done(null, { id: profile.id });
    done(null, false, { message: 'no' });
    done(new Error('no'));
  }),
);
// TypeScript cannot tell the forms with the token response by their length while it infers: name or annotate them.
const withParams: VerifyFunctionWithParams<AcmeProfile> = (
  _accessToken,
  _refreshToken,
  params,
  profile,
  done,
) => {
  expectType<Readonly<Record<string, unknown>>>()(params);
  expectType<AcmeProfile>()(profile);
  done(null, profile);
};
passport.use('another name', new Strategy(options, withParams));
new Strategy(
  options,
  (
    _accessToken: string,
    _refreshToken: string | undefined,
    params: object,
    profile: AcmeProfile,
    done: VerifyDone,
  ) => {
    done(null, { ...params, id: profile.id });
  },
);
// @ts-expect-error -- neither named nor annotated
new Strategy(options, (_accessToken, _refreshToken, _params, _profile, _done) => undefined);
new Strategy({ ...options, passReqToCallback: true }, (req, accessToken, refreshToken, profile, done) => {
  expectType<string | undefined>()(req.url);
  expectType<string>()(accessToken);
  expectType<string | undefined>()(refreshToken);
  expectType<AcmeProfile>()(profile);
  done(null, profile);
});
const withRequestAndParams: VerifyFunctionWithRequestAndParams<AcmeProfile> = (
  req,
  _a,
  _r,
  params,
  profile,
  done,
) => {
  expectType<string | undefined>()(req.url);
  expectType<Readonly<Record<string, unknown>>>()(params);
  expectType<AcmeProfile>()(profile);
  done(null, profile);
};
new Strategy({ ...options, passReqToCallback: true }, withRequestAndParams);
// @ts-expect-error -- the request is not announced
new Strategy(options, withRequestAndParams);

// A promise instead of `done`.
new Strategy(options, async (_accessToken, _refreshToken, profile) => Promise.resolve({ id: profile.id }));

// The `verify` option.
new Strategy({
  ...options,
  verify: ({ tokens, profile, claims, missingScope, state, returnTo }) => {
    expectType<TokenSet>()(tokens);
    expectType<readonly string[]>()(tokens.scope);
    expectType<Date | undefined>()(tokens.expiresAt);
    expectType<AcmeProfile>()(profile);
    expectType<IdTokenClaims | undefined>()(claims);
    expectType<readonly string[]>()(missingScope);
    expectType<unknown>()(state);
    expectType<string | undefined>()(returnTo);
    return { id: profile.id };
  },
});

// The application may say that the request is Express'.
new Strategy(
  { ...options, passReqToCallback: true },
  (req: Request, _accessToken: string, _refreshToken: string | undefined, profile: AcmeProfile, done) => {
    expectType<string>()(req.path);
    done(null, { id: profile.id });
  },
);

const withoutRequest = (
  _access: string,
  _refresh: string | undefined,
  _p: AcmeProfile,
  _d: VerifyDone,
): void => {};
new Strategy(options, withoutRequest);
// @ts-expect-error -- a request is announced and not taken
new Strategy({ ...options, passReqToCallback: true }, withoutRequest);
const withRequest = (
  _req: Request,
  _access: string,
  _refresh: string,
  _p: AcmeProfile,
  _d: VerifyDone,
): void => {};
new Strategy({ ...options, passReqToCallback: true }, withRequest);
// @ts-expect-error -- a request is taken and not announced
new Strategy(options, withRequest);
// @ts-expect-error -- a profile of another type
new Strategy(options, (_access: string, _refresh: string, _profile: number, _done: () => void) => {});
// @ts-expect-error -- no verify function at all
new Strategy(options);
// @ts-expect-error -- two of them
new Strategy({ ...options, verify: () => ({}) }, () => undefined);
// @ts-expect-error -- misspelt
new Strategy({ ...options, clientId: 'a' }, () => undefined);
// @ts-expect-error -- no callbackURL
new Strategy({ clientID: 'a', clientSecret: 'b' }, () => undefined);
// @ts-expect-error -- no clientSecret, which the options of this class demand
new Strategy({ clientID: 'a', callbackURL: '/c' }, () => undefined);
// @ts-expect-error -- only S256 is safe
new Strategy({ ...options, pkce: 'plain' }, () => undefined);

const strategy = new Strategy(options, () => undefined);
expectType<AcmeClient>()(strategy.client);
new Strategy(Object.freeze({ ...options, scope: ['a'] as const }), () => undefined);
const requesting: WithRequest<AcmeOptions> = { ...options, passReqToCallback: true };
new Strategy(requesting, () => undefined);

// `expectStrategy` tells classes apart.
expectStrategy<AcmeClient, AcmeOptions, AcmeProfile>()(Strategy);
// @ts-expect-error -- another profile
expectStrategy<AcmeClient, AcmeOptions, ProfileFields>()(Strategy);
// @ts-expect-error -- other options
expectStrategy<AcmeClient, AcmeOptions & { readonly region?: string }, AcmeProfile>()(Strategy);
declare const Careless: StrategyClass<AcmeClient, ProviderStrategyOptions, AcmeProfile>;
// @ts-expect-error -- options that accept `passReqToCallback: true`
expectStrategy<AcmeClient, ProviderStrategyOptions, AcmeProfile>()(Careless);
// @ts-expect-error -- another client
expectStrategy<ProviderClient<AcmeProfile>, AcmeOptions, AcmeProfile>()(Strategy);
declare class OneForm {
  constructor(options: AcmeOptions, verify: () => unknown);
  readonly client: AcmeClient;
}
// @ts-expect-error -- a constructor of one form
expectStrategy<AcmeClient, AcmeOptions, AcmeProfile>()(OneForm);
declare const anything: never;
// @ts-expect-error -- no class
expectStrategy<AcmeClient, AcmeOptions, AcmeProfile>()(anything);
