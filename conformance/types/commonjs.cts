import KoompiStrategy = require('passport-koompi');
import KonProStrategy = require('passport-konpro');
import KomerzaStrategy = require('passport-komerza');
import type { Strategy } from 'passport';

// `require` gives the class itself, with everything else as its members.
const strategies: readonly Strategy[] = [
  new KoompiStrategy({ clientID: 'a', clientSecret: 'b', callbackURL: '/c' }, () => undefined),
  new KoompiStrategy.Strategy({ clientID: 'a', clientSecret: 'b', callbackURL: '/c' }, () => undefined),
  new KonProStrategy({ clientID: 'a', callbackURL: '/c' }, () => undefined),
  new KomerzaStrategy.Strategy({ clientID: 'a', clientSecret: 'b', callbackURL: '/c' }, () => undefined),
];
const profile: KoompiStrategy.KoompiProfile | undefined = undefined;
const client: KonProStrategy.KonProClient = new KonProStrategy.KonProClient({ clientID: 'a' });
const options: KomerzaStrategy.KomerzaStrategyOptions = {
  clientID: 'a',
  clientSecret: 'b',
  callbackURL: '/c',
};
export = { strategies, profile, client, options };
