// A project without @types/node: the declarations of the packages stand on the language alone.
import { Strategy as CoinPayStrategy } from 'passport-coinpay';
import { Strategy as KomerzaStrategy } from 'passport-komerza';
import { Strategy as KonProStrategy } from 'passport-konpro';
import { Strategy as KoompiStrategy } from 'passport-koompi';
import { KopoKopoClient } from 'passport-kopokopo';
import { cookieStore, type ProviderStrategy, type TokenSet } from 'passport-oauth2-base';
import { openid } from 'passport-oauth2-base/oidc';

const options = { clientID: 'a', clientSecret: 'b', callbackURL: '/c' };
export const strategies: readonly ProviderStrategy[] = [
  new KoompiStrategy(options, (_accessToken, _refreshToken, profile, done) => done(null, profile)),
  new CoinPayStrategy({ ...options, store: cookieStore({ secret: 's' }), verify: ({ profile }) => profile }),
  new KonProStrategy({ clientID: 'a', callbackURL: '/c' }, (_access, _refresh, profile) => profile),
  new KomerzaStrategy(options, (_access, _refresh, profile) => Promise.resolve(profile)),
];
export const tokens: Promise<TokenSet> = new KopoKopoClient(options).applicationToken();
export const provider = openid({ algorithms: ['RS256'] });
