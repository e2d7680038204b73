import type { Request } from 'express';
import passport from 'passport';
import { expectType } from './support';
import type {
  TokenSet,
  VerifyDone,
  VerifyFunctionWithParams,
  VerifyFunctionWithRequestAndParams,
} from 'passport-oauth2-base';
import KoompiDefault, { KoompiClient, Strategy } from 'passport-koompi';
import type { KoompiProfile, KoompiStrategyOptions, KoompiStrategyOptionsWithRequest } from 'passport-koompi';

const options = { clientID: 'a', clientSecret: 'b', callbackURL: '/c' };

// passport-oauth2's forms give the profile its type, and Passport takes the strategy.
passport.use(
  new Strategy(options, (accessToken, refreshToken, profile, done) => {
    expectType<string>()(accessToken);
    expectType<string | undefined>()(refreshToken);
    expectType<KoompiProfile>()(profile);
    expectType<string>()(profile.id);
    expectType<string | undefined>()(profile.walletAddress);
    done(null, { id: profile.id });
    done(null, false, { message: 'no' });
    done(new Error('no'));
  }),
);
// TypeScript cannot tell the forms with the token response by their length while it infers: they are named or annotated.
const withParams: VerifyFunctionWithParams<KoompiProfile> = (
  _accessToken,
  _refreshToken,
  params,
  profile,
  done,
) => {
  expectType<Readonly<Record<string, unknown>>>()(params);
  expectType<KoompiProfile>()(profile);
  done(null, profile);
};
passport.use('another name', new Strategy(options, withParams));
new Strategy(
  options,
  (
    _accessToken: string,
    _refreshToken: string | undefined,
    params: object,
    profile: KoompiProfile,
    done: VerifyDone,
  ) => {
    done(null, { ...params, id: profile.id });
  },
);
// @ts-expect-error -- neither named nor annotated
new Strategy(options, (_accessToken, _refreshToken, _params, _profile, _done) => undefined);
new Strategy({ ...options, passReqToCallback: true }, (req, accessToken, _refreshToken, profile, done) => {
  expectType<string | undefined>()(req.url);
  expectType<string>()(accessToken);
  expectType<KoompiProfile>()(profile);
  done(null, profile);
});
const withRequestAndParams: VerifyFunctionWithRequestAndParams<KoompiProfile> = (
  req,
  _a,
  _r,
  params,
  profile,
  done,
) => {
  expectType<string | undefined>()(req.url);
  expectType<Readonly<Record<string, unknown>>>()(params);
  expectType<KoompiProfile>()(profile);
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
  verify: ({ tokens, profile, state, returnTo }) => {
    expectType<TokenSet>()(tokens);
    expectType<readonly string[]>()(tokens.scope);
    expectType<Date | undefined>()(tokens.expiresAt);
    expectType<KoompiProfile>()(profile);
    expectType<unknown>()(state);
    expectType<string | undefined>()(returnTo);
    return { id: profile.id };
  },
});

// The application may say that the request is Express'.
new Strategy(
  { ...options, passReqToCallback: true },
  (req: Request, _accessToken: string, _refreshToken: string | undefined, profile: KoompiProfile, done) => {
    expectType<string>()(req.path);
    done(null, { id: profile.id });
  },
);

// Options that are no options, and contradictions.
// @ts-expect-error -- misspelt
new Strategy({ ...options, clientId: 'a' }, () => undefined);
// @ts-expect-error -- another provider's
new Strategy({ ...options, dangerouslyUseEmailAsId: true }, () => undefined);
// @ts-expect-error -- no callbackURL
new Strategy({ clientID: 'a', clientSecret: 'b' }, () => undefined);
// @ts-expect-error -- no clientSecret
new Strategy({ clientID: 'a', callbackURL: '/c' }, () => undefined);
// @ts-expect-error -- not a source
new Strategy({ ...options, profileSource: 'id_token' }, () => undefined);
// @ts-expect-error -- only S256 is safe
new Strategy({ ...options, pkce: 'plain' }, () => undefined);
// @ts-expect-error -- no verify function at all
new Strategy(options);
// @ts-expect-error -- two of them
new Strategy({ ...options, verify: () => ({}) }, () => undefined);
const withoutRequest = (
  _access: string,
  _refresh: string | undefined,
  _p: KoompiProfile,
  _d: VerifyDone,
): void => {};
new Strategy(options, withoutRequest);
// @ts-expect-error -- a request is announced and not taken
new Strategy({ ...options, passReqToCallback: true }, withoutRequest);
const withRequest = (
  _req: Request,
  _access: string,
  _refresh: string,
  _p: KoompiProfile,
  _d: VerifyDone,
): void => {};
new Strategy({ ...options, passReqToCallback: true }, withRequest);
// @ts-expect-error -- a request is taken and not announced
new Strategy(options, withRequest);
// @ts-expect-error -- a profile of another type
new Strategy(options, (_access: string, _refresh: string, _profile: number, _done: () => void) => {});

const strategy = new Strategy(options, () => undefined);
expectType<KoompiClient>()(strategy.client);
expectType<Strategy>()(new KoompiDefault(options, () => undefined));

const client = new KoompiClient({ clientID: 'a', clientSecret: 'b' });
expectType<Promise<TokenSet>>()(client.refresh('token'));
expectType<Promise<KoompiProfile>>()(client.userProfile('token'));
expectType<Promise<void> | undefined>()(client.revoke?.('token'));
// @ts-expect-error -- there is no revoke without revocationURL
void client.revoke('token');
// @ts-expect-error -- a secret is needed
new KoompiClient({ clientID: 'a' });

const frozen: KoompiStrategyOptions = Object.freeze({ ...options, scope: ['profile.basic'] as const });
const requesting: KoompiStrategyOptionsWithRequest = { ...options, passReqToCallback: true };
new Strategy(frozen, () => undefined);
new Strategy(requesting, () => undefined);
