import type { Request } from 'express';
import passport from 'passport';
import type {
  ApiResponse,
  JsonObject,
  TokenSet,
  VerifyDone,
  VerifyFunctionWithParams,
  VerifyFunctionWithRequestAndParams,
} from 'passport-oauth2-base';
import KonProDefault, { KonProClient, Strategy } from 'passport-konpro';
import type {
  KonProAccount,
  KonProCredentials,
  KonProProfile,
  KonProRequest,
  KonProSection,
} from 'passport-konpro';
import { expectType } from './support';

const options = { clientID: 'a', callbackURL: '/c' };

passport.use(
  new Strategy(options, (accessToken, refreshToken, profile, done) => {
    expectType<string>()(accessToken);
    expectType<string | undefined>()(refreshToken);
    expectType<KonProProfile>()(profile);
    expectType<JsonObject | undefined>()(profile.userPlan);
    expectType<KonProSection | undefined>()(profile.features);
    done(null, { id: profile.id });
  }),
);
// TypeScript cannot tell the forms with the token response by their length while it infers: they are named or annotated.
const withParams: VerifyFunctionWithParams<KonProProfile> = (
  _accessToken,
  _refreshToken,
  params,
  profile,
  done,
) => {
  expectType<Readonly<Record<string, unknown>>>()(params);
  expectType<KonProProfile>()(profile);
  done(null, profile);
};
passport.use('another name', new Strategy(options, withParams));
new Strategy(
  options,
  (
    _accessToken: string,
    _refreshToken: string | undefined,
    params: object,
    profile: KonProProfile,
    done: VerifyDone,
  ) => {
    done(null, { ...params, id: profile.id });
  },
);
// @ts-expect-error -- neither named nor annotated
new Strategy(options, (_accessToken, _refreshToken, _params, _profile, _done) => undefined);
new Strategy({ ...options, passReqToCallback: true }, (req, _accessToken, _refreshToken, profile, done) => {
  expectType<string | undefined>()(req.url);
  expectType<KonProProfile>()(profile);
  done(null, profile);
});
const withRequestAndParams: VerifyFunctionWithRequestAndParams<KonProProfile> = (
  req,
  _a,
  _r,
  params,
  profile,
  done,
) => {
  expectType<string | undefined>()(req.url);
  expectType<Readonly<Record<string, unknown>>>()(params);
  expectType<KonProProfile>()(profile);
  done(null, profile);
};
new Strategy({ ...options, passReqToCallback: true }, withRequestAndParams);
// @ts-expect-error -- the request is not announced
new Strategy(options, withRequestAndParams);
new Strategy(
  { ...options, passReqToCallback: true },
  (req: Request, _accessToken: string, _refreshToken: string | undefined, profile: KonProProfile, done) => {
    expectType<string>()(req.path);
    done(null, { id: profile.id });
  },
);
new Strategy({
  ...options,
  dangerouslyUseEmailAsId: true,
  verify: ({ tokens, profile }) => {
    expectType<TokenSet>()(tokens);
    expectType<KonProProfile>()(profile);
    return { id: profile.id };
  },
});

// @ts-expect-error -- KonPro has no client secret
new Strategy({ ...options, clientSecret: 'b' }, () => undefined);
// @ts-expect-error -- PKCE cannot be turned off
new Strategy({ ...options, pkce: false }, () => undefined);
// @ts-expect-error -- nor can state
new Strategy({ ...options, state: false }, () => undefined);
// @ts-expect-error -- misspelt
new Strategy({ ...options, callbackUrl: '/c' }, () => undefined);
// @ts-expect-error -- no callbackURL
new Strategy({ clientID: 'a' }, () => undefined);
// @ts-expect-error -- another provider's
new Strategy({ ...options, profileSource: 'token' }, () => undefined);
const withoutRequest = (
  _access: string,
  _refresh: string | undefined,
  _p: KonProProfile,
  _d: VerifyDone,
): void => {};
new Strategy(options, withoutRequest);
// @ts-expect-error -- a request is announced and not taken
new Strategy({ ...options, passReqToCallback: true }, withoutRequest);

const strategy = new Strategy(options, () => undefined);
expectType<KonProClient>()(strategy.client);
expectType<Strategy>()(new KonProDefault(options, () => undefined));

const client = new KonProClient({ clientID: 'a' });
expectType<Promise<TokenSet>>()(client.refresh('token'));
expectType<Promise<KonProProfile>>()(client.userProfile('token'));
// @ts-expect-error -- KonPro has no client secret
new KonProClient({ clientID: 'a', clientSecret: 'b' });

new KonProClient({ clientID: 'a', profileSource: 'user/me', apiURL: 'https://example-business.com/v1' });
// @ts-expect-error -- no such source
new KonProClient({ clientID: 'a', profileSource: 'me' });

// One credential, and not two.
declare const tokens: TokenSet;
const request: KonProRequest = { method: 'POST', query: { page: 2, draft: false }, json: { title: 'x' } };
const byKey: KonProCredentials = { apiToken: 'key' };
expectType<Promise<KonProAccount>>()(client.account({ accessToken: 'token' }));
expectType<Promise<KonProAccount>>()(client.account({ accessToken: tokens }));
expectType<Promise<KonProAccount>>()(client.account(tokens));
expectType<Promise<ApiResponse>>()(client.request(byKey, 'user/me'));
expectType<Promise<ApiResponse>>()(client.request(byKey, ['videos', 'id'], request));
void client.account(byKey).then(({ user, features }) => {
  expectType<JsonObject | undefined>()(user);
  expectType<unknown>()(user?.['email']);
  expectType<KonProSection | undefined>()(features);
});
void client.request(byKey, 'user/me').then(({ body }) => {
  expectType<unknown>()(body);
});
// @ts-expect-error -- whose account?
void client.account({});
// @ts-expect-error -- a token without a name
void client.account('token');
// @ts-expect-error -- two credentials
void client.account({ accessToken: 'token', apiToken: 'key' });
// @ts-expect-error -- no path
void client.request(byKey);
// @ts-expect-error -- in small letters
void client.request(byKey, 'videos', { method: 'post' });
// @ts-expect-error -- `json` is the body
void client.request(byKey, 'videos', { method: 'POST', body: {} });
// @ts-expect-error -- a list is no value of a query
void client.request(byKey, 'videos', { query: { ids: ['a'] } });
