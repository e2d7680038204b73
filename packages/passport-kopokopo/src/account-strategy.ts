import { strategyClass, type StrategyClass } from 'passport-oauth2-base';
import { KopoKopoClient } from './client';
import type { KopoKopoAccountStrategyOptions } from './options';
import type { KopoKopoProfile } from './profile';
import { account } from './provider';

class AccountClient extends KopoKopoClient {
  constructor(options: KopoKopoAccountStrategyOptions) {
    super(options, account);
  }
}

const Base: StrategyClass<KopoKopoClient, KopoKopoAccountStrategyOptions, KopoKopoProfile> =
  strategyClass(AccountClient);

/**
 * Access on behalf of an account, by an authorization code. Kopo Kopo's documents mention it and give no address:
 * use it only with the `authorizationURL` that Kopo Kopo gave you.
 */
export class AccountStrategy extends Base {}
