import { strategyClass, type StrategyClass } from 'passport-oauth2-base';
import { KopoKopoClient } from './client';
import type { KopoKopoAccountStrategyOptions } from './options';
import type { KopoKopoProfile } from './profile';
import { account } from './provider';

class AccountClient extends KopoKopoClient {
  constructor(options: KopoKopoAccountStrategyOptions) {
    // Kopo Kopo documents no refresh. Its server (Doorkeeper) issues refresh tokens if it is told to.
    super(options, (host) => account(host, { refreshes: options?.refreshURL !== undefined }));
  }
}

const Base: StrategyClass<KopoKopoClient, KopoKopoAccountStrategyOptions, KopoKopoProfile> =
  strategyClass(AccountClient);

/**
 * Signs in an account with an authorization code (RFC 6749 §4.1). Kopo Kopo mentions this flow but documents no URL for
 * it: use the `authorizationURL` that Kopo Kopo gave you. With `refreshURL`, `client.refresh` exists.
 */
export class AccountStrategy extends Base {}
