import type {
  OpenIDOptions,
  ProviderClientOptions,
  ProviderStateOptions,
  ProviderStrategyOptions,
  WithRequest,
} from 'passport-oauth2-base';

/**
 * Options that only KOOMPI has. The options of OpenID Connect and of `state` need `preset: 'kid'`.
 * `idTokenSharedSecret` is not among them: KID signs id_tokens with keys that it publishes.
 */
export interface KoompiOptions extends Omit<OpenIDOptions, 'idTokenSharedSecret'>, ProviderStateOptions {
  /**
   * The version of the service: `'v2'` (default); `'v1'`, which cannot refresh; or `'kid'`, the renamed service. KID is
   * an OpenID provider and asks applications not to use PKCE.
   */
  readonly preset?: 'v2' | 'v1' | 'kid' | undefined;
  /**
   * The key that `client.erc1155` sends as `X-API-Key`. Set it if KOOMPI gave the application a separate key. Default:
   * `clientSecret`, as https://dash.koompi.org/docs says.
   */
  readonly apiKey?: string | undefined;
  /**
   * Source of the profile. `'token'` (default): the user in the token response, without another request, username or
   * picture. `'userinfo'`: the userinfo endpoint, with everything that the scopes grant.
   */
  readonly profileSource?: 'token' | 'userinfo' | undefined;
}

/** Options of {@link KoompiClient}. */
export interface KoompiClientOptions extends ProviderClientOptions, KoompiOptions {
  readonly clientSecret: string;
}

/** Options of the strategy. */
export interface KoompiStrategyOptions extends ProviderStrategyOptions, KoompiOptions {
  readonly clientSecret: string;
  readonly passReqToCallback?: false | undefined;
}

/** Options of the strategy when the verify callback gets the request. */
export type KoompiStrategyOptionsWithRequest = WithRequest<KoompiStrategyOptions>;

/** Options that only KID has, with the reason why the other presets refuse them. */
const kidOptions: Readonly<Record<string, string>> = {
  discovery: 'the other presets have no discovery document',
  jwksURL: 'the other presets have no id_token',
  maxAge: 'the other presets have no id_token',
  dangerouslyAcceptProviderState: 'the other presets return the `state` that they were sent',
};

/**
 * Checks the options that depend on the preset. The common checks cannot explain these.
 *
 * @returns the options that the preset's declaration accepts
 * @throws TypeError that names the option and the fix
 * @internal
 */
export function optionsOf(options: KoompiClientOptions): KoompiClientOptions {
  // The common checks explain missing options and an unknown preset.
  if (typeof options !== 'object' || options === null) return options;
  const { preset = 'v2', apiKey, ...others } = options;
  if ((others as OpenIDOptions).idTokenSharedSecret !== undefined) {
    throw new TypeError(
      'KOOMPI: remove `idTokenSharedSecret`: KID signs id_tokens with RS256 and publishes its keys.',
    );
  }
  if (typeof apiKey === 'string' && (apiKey === '' || /[\r\n\0]/.test(apiKey))) {
    throw new TypeError(
      'KOOMPI: `apiKey` is empty or contains a line end. Set it to the key, or omit it to use `clientSecret`.',
    );
  }
  if (preset === 'kid') return options;
  const acceptedOptions = Object.entries(options).filter(([name, value]) => {
    if (!Object.hasOwn(kidOptions, name)) return true;
    if (value === undefined || !['v1', 'v2'].includes(preset)) return false;
    throw new TypeError(`KOOMPI: \`${name}\` needs \`preset: 'kid'\`; ${kidOptions[name]}.`);
  });
  return Object.fromEntries(acceptedOptions) as unknown as KoompiClientOptions;
}
