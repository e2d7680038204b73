import { ProviderClient } from 'passport-oauth2-base';
import type { KonProClientOptions } from './options';
import type { KonProFields } from './profile';
import { konpro } from './provider';

/** Speaks to KonPro without Passport. */
export class KonProClient extends ProviderClient<KonProFields> {
  /** Gets new tokens for a refresh token. */
  declare readonly refresh: NonNullable<ProviderClient['refresh']>;

  /**
   * @param options - at least `clientID`
   * @throws TypeError that names the option and the fix
   */
  constructor(options: KonProClientOptions) {
    super(konpro, options);
  }
}
