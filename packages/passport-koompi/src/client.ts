import { ProviderClient } from 'passport-oauth2-base';
import { erc1155, type Erc1155 } from './erc1155';
import { erc20, type Erc20 } from './erc20';
import { optionsOf, type KoompiClientOptions } from './options';
import type { KoompiFields } from './profile';
import { presets } from './provider';
import type { WalletCalls } from './wallet-call';

/** A client of KOOMPI that works without Passport. */
export class KoompiClient extends ProviderClient<KoompiFields> {
  /** Gets new tokens for a refresh token, which can be used once. Missing at run time under `preset: 'v1'`. */
  declare readonly refresh: NonNullable<ProviderClient['refresh']>;
  /** Tokens in a wallet (ERC-20). Under the presets `'v1'` and `'kid'` its calls need `apiURL`. */
  declare readonly erc20: Erc20;
  /** Tokens that the application mints and burns (ERC-1155). Under `'v1'` and `'kid'` its calls need `apiURL`. */
  declare readonly erc1155: Erc1155;

  /**
   * @param options - at least `clientID`
   * @throws TypeError that names the option and the fix
   */
  constructor(options: KoompiClientOptions) {
    // An unknown preset falls back to the default here. The checks of the options then refuse it by name.
    const preset = options?.preset ?? 'v2';
    super(Object.hasOwn(presets, preset) ? presets[preset] : presets.v2, optionsOf(options));
    const wallet: WalletCalls = {
      call: (call) => this.callAPI(call),
      invalid: (detail) => this.invalidArgument(detail),
    };
    const calls = { erc20: erc20(wallet), erc1155: erc1155(wallet, options.apiKey ?? options.clientSecret) };
    // Not enumerable: a copy made of the client's members would otherwise call through the original client.
    for (const [name, value] of Object.entries(calls)) Object.defineProperty(this, name, { value });
  }
}
