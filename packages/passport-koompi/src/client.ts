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
    const preset: string = options?.preset ?? 'v2';
    if (!Object.hasOwn(presets, preset)) {
      throw new TypeError(`KOOMPI: \`preset\` is ${JSON.stringify(preset)}; it can be 'v2' or 'v1'.`);
    }
    super(presets[preset as keyof typeof presets], options);
  }
}
