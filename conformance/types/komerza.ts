import passport from 'passport';
import type { ApiResponse, TokenSet } from 'passport-oauth2-base';
import KomerzaDefault, { hasPermission, KomerzaClient, KomerzaPermission, Strategy } from 'passport-komerza';
import type {
  KomerzaProfile,
  KomerzaStrategyOptions,
  KomerzaStore,
  KomerzaStoreDetails,
  KomerzaStorePermissions,
  KomerzaUser,
} from 'passport-komerza';
import { expectStrategy, expectType } from './support';

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
// The forms of verify are the base's: see strategy-class.ts.
expectStrategy<KomerzaClient, KomerzaStrategyOptions, KomerzaProfile>()(Strategy);
expectType<typeof Strategy>()(KomerzaDefault);

new Strategy({ ...options, dangerouslyKeepWholeUser: true }, () => undefined);
// @ts-expect-error -- Komerza does not know PKCE
new Strategy({ ...options, pkce: true }, () => undefined);
// @ts-expect-error -- misspelt
new Strategy({ ...options, dangerouslyKeepWholeuser: true }, () => undefined);
// @ts-expect-error -- no clientSecret
new Strategy({ clientID: 'a', callbackURL: '/c' }, () => undefined);
// @ts-expect-error -- no callbackURL
new Strategy({ clientID: 'a', clientSecret: 'b' }, () => undefined);

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
