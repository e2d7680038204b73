import { ProviderClient } from 'passport-oauth2-base';
import type { KoompiClientOptions } from './options';
import type { KoompiFields } from './profile';
import { koompi } from './provider';

/** Speaks to KOOMPI without Passport. */
export class KoompiClient extends ProviderClient<KoompiFields> {
  /** Gets new tokens for a refresh token. */
  declare readonly refresh: NonNullable<ProviderClient['refresh']>;

  /**
   * @param options - at least `clientID`
   * @throws TypeError that names the option and the fix
   */
  constructor(options: KoompiClientOptions) {
    super(koompi, options);
  }
}
