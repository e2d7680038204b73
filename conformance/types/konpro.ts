import passport from 'passport';
import type { ApiResponse, JsonObject, TokenSet } from 'passport-oauth2-base';
import KonProDefault, { KonProClient, Strategy } from 'passport-konpro';
import type {
  KonProAccount,
  KonProCredentials,
  KonProProfile,
  KonProStrategyOptions,
  KonProRequest,
  KonProSection,
} from 'passport-konpro';
import { expectStrategy, expectType } from './support';

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
// The forms of verify are the base's: see strategy-class.ts.
expectStrategy<KonProClient, KonProStrategyOptions, KonProProfile>()(Strategy);
expectType<typeof Strategy>()(KonProDefault);

new Strategy({ ...options, dangerouslyUseEmailAsId: true }, () => undefined);
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
