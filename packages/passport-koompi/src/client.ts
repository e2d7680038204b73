import { ProviderClient } from 'passport-oauth2-base';
import type { KoompiClientOptions } from './options';
import type { KoompiFields } from './profile';
import { presets } from './provider';

/** Speaks to KOOMPI without Passport. */
export class KoompiClient extends ProviderClient<KoompiFields> {
  /** Gets new tokens for a refresh token, which is used up. Missing at run time under `preset: 'v1'`. */
  declare readonly refresh: NonNullable<ProviderClient['refresh']>;

  /**
   * @param options - at least `clientID`
   * @throws TypeError that names the option and the fix
   */
  constructor(options: KoompiClientOptions) {
    // A preset that does not exist is refused by the checks of the options, which name those that do.
    const preset = options?.preset ?? 'v2';
    super(Object.hasOwn(presets, preset) ? presets[preset] : presets.v2, options);
  }
}
