import type { Request } from 'express';
import passport from 'passport';
import type {
  ApiResponse,
  TokenSet,
  VerifyDone,
  VerifyFunctionWithParams,
  VerifyFunctionWithRequestAndParams,
} from 'passport-oauth2-base';
import KomerzaDefault, { hasPermission, KomerzaClient, KomerzaPermission, Strategy } from 'passport-komerza';
import type {
  KomerzaProfile,
  KomerzaStore,
  KomerzaStoreDetails,
  KomerzaStorePermissions,
  KomerzaUser,
} from 'passport-komerza';
import { expectType } from './support';

const options = { clientID: 'a', clientSecret: 'b', callbackURL: '/c' };

passport.use(
  new Strategy(options, (accessToken, refreshToken, profile, done) => {
    expectType<string>()(accessToken);
    expectType<string | undefined>()(refreshToken);
    expectType<KomerzaProfile>()(profile);
    expectType<readonly string[] | undefined>()(profile.stores?.[0]?.scopes);
    done(null, { id: profile.id });
  }),
);
// TypeScript cannot tell the forms with the token response by their length while it infers: they are named or annotated.
const withParams: VerifyFunctionWithParams<KomerzaProfile> = (
  _accessToken,
  _refreshToken,
  params,
  profile,
  done,
) => {
  expectType<Readonly<Record<string, unknown>>>()(params);
  expectType<KomerzaProfile>()(profile);
  done(null, profile);
};
passport.use('another name', new Strategy(options, withParams));
new Strategy(
  options,
  (
    _accessToken: string,
    _refreshToken: string | undefined,
    params: object,
    profile: KomerzaProfile,
    done: VerifyDone,
  ) => {
    done(null, { ...params, id: profile.id });
  },
);
// @ts-expect-error -- neither named nor annotated
new Strategy(options, (_accessToken, _refreshToken, _params, _profile, _done) => undefined);
new Strategy({ ...options, passReqToCallback: true }, (req, _accessToken, _refreshToken, profile, done) => {
  expectType<string | undefined>()(req.url);
  expectType<KomerzaProfile>()(profile);
  done(null, profile);
});
const withRequestAndParams: VerifyFunctionWithRequestAndParams<KomerzaProfile> = (
  req,
  _a,
  _r,
  params,
  profile,
  done,
) => {
  expectType<string | undefined>()(req.url);
  expectType<Readonly<Record<string, unknown>>>()(params);
  expectType<KomerzaProfile>()(profile);
  done(null, profile);
};
new Strategy({ ...options, passReqToCallback: true }, withRequestAndParams);
// @ts-expect-error -- the request is not announced
new Strategy(options, withRequestAndParams);
new Strategy(
  { ...options, passReqToCallback: true },
  (req: Request, _accessToken: string, _refreshToken: string | undefined, profile: KomerzaProfile, done) => {
    expectType<string>()(req.path);
    done(null, { id: profile.id });
  },
);
new Strategy({
  ...options,
  dangerouslyKeepWholeUser: true,
  verify: ({ tokens, profile }) => {
    expectType<TokenSet>()(tokens);
    expectType<KomerzaProfile>()(profile);
    return { id: profile.id };
  },
});

// @ts-expect-error -- Komerza does not know PKCE
new Strategy({ ...options, pkce: true }, () => undefined);
// @ts-expect-error -- misspelt
new Strategy({ ...options, dangerouslyKeepWholeuser: true }, () => undefined);
// @ts-expect-error -- no clientSecret
new Strategy({ clientID: 'a', callbackURL: '/c' }, () => undefined);
// @ts-expect-error -- no callbackURL
new Strategy({ clientID: 'a', clientSecret: 'b' }, () => undefined);
const withoutRequest = (
  _access: string,
  _refresh: string | undefined,
  _p: KomerzaProfile,
  _d: VerifyDone,
): void => {};
new Strategy(options, withoutRequest);
// @ts-expect-error -- a request is announced and not taken
new Strategy({ ...options, passReqToCallback: true }, withoutRequest);

const strategy = new Strategy(options, () => undefined);
expectType<KomerzaClient>()(strategy.client);
expectType<Strategy>()(new KomerzaDefault(options, () => undefined));

const client = new KomerzaClient({ clientID: 'a', clientSecret: 'b' });
expectType<Promise<KomerzaProfile>>()(client.userProfile('token'));
expectType<Promise<TokenSet> | undefined>()(client.refresh?.('token'));
// @ts-expect-error -- Komerza has no refresh
void client.refresh('token');

expectType<Promise<KomerzaUser>>()(client.user('token'));
expectType<Promise<KomerzaStoreDetails>>()(client.store('token', 'id'));
expectType<Promise<KomerzaStorePermissions>>()(client.storePermissions('token', 'id'));
expectType<Promise<ApiResponse>>()(client.request('token', ['webhooks', 'id'], { method: 'DELETE' }));
declare const tokens: TokenSet;
void client.user(tokens);
void client.request(tokens, 'webhooks', {
  method: 'POST',
  query: { Page: 1, Success: true, Sorts: undefined },
  json: { url: 'https://example-business.com/hooks' },
  permission: KomerzaPermission.userWebhooksCreate,
});
// @ts-expect-error -- no id
void client.store('token');
// @ts-expect-error -- Komerza's ids are texts
void client.storePermissions('token', 7);
// @ts-expect-error -- no such method
void client.request('token', 'webhooks', { method: 'post' });
// @ts-expect-error -- Komerza has no such permission
void client.request('token', 'webhooks', { permission: 'webhooks.view' });
// @ts-expect-error -- a list would not be sent
void client.request('token', 'webhooks', { query: { Page: [1] } });

const permission: KomerzaPermission = KomerzaPermission.storesView;
expectType<'stores.view'>()(KomerzaPermission.storesView);
declare const profile: KomerzaProfile;
declare const store: KomerzaStore;
declare const permissions: KomerzaStorePermissions;
expectType<boolean | undefined>()(store.isOwner);
expectType<boolean>()(hasPermission(profile.stores?.[0], permission));
expectType<boolean>()(hasPermission(store, 'stores.orders.refund'));
expectType<boolean>()(hasPermission(permissions, KomerzaPermission.storesUpdate));
// @ts-expect-error -- the account's, and not the store's
hasPermission(store, KomerzaPermission.userView);
// @ts-expect-error -- Komerza has no such permission
hasPermission(store, 'stores.delete');
// @ts-expect-error -- constants are constant
KomerzaPermission.storesView = 'stores.update';
declare const user: KomerzaUser;
expectType<string>()(user.id);
expectType<unknown>()(user['apiKeys']);
expectType<readonly string[] | null | undefined>()(user.stores?.[0]?.scopes);
// @ts-expect-error -- a store of user() does not say who owns it
hasPermission(user.stores?.[0], KomerzaPermission.storesView);
