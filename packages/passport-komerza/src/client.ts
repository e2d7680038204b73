import { ProviderClient } from 'passport-oauth2-base';
import type { KomerzaClientOptions } from './options';
import type { KomerzaFields } from './profile';
import { komerza } from './provider';

/** Speaks to Komerza without Passport. */
export class KomerzaClient extends ProviderClient<KomerzaFields> {
  /**
   * @param options - at least `clientID`
   * @throws TypeError that names the option and the fix
   */
  constructor(options: KomerzaClientOptions) {
    super(komerza, options);
  }
}
