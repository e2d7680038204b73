import type {
  OpenIDOptions,
  ProviderClientOptions,
  ProviderStateOptions,
  ProviderStrategyOptions,
  WithRequest,
} from 'passport-oauth2-base';

/**
 * What KOOMPI adds to the common options. Those of OpenID Connect and of `state` are for `preset: 'kid'` only. There
 * is no shared secret among them: KID signs id_tokens with keys that it publishes.
 */
export interface KoompiOptions extends Omit<OpenIDOptions, 'idTokenSharedSecret'>, ProviderStateOptions {
  /**
   * Which generation of the service: `'v2'` (default); `'v1'`, which cannot refresh; or `'kid'`, the renamed service,
   * which is an OpenID provider and asks applications not to use PKCE.
   */
  readonly preset?: 'v2' | 'v1' | 'kid' | undefined;
  /**
   * The key that `client.erc1155` sends as `X-API-Key`, if KOOMPI gave the application one of its own. Default:
   * `clientSecret`, as https://dash.koompi.org/docs says.
   */
  readonly apiKey?: string | undefined;
  /**
   * Where the profile comes from. `'token'` (default): the user inside the token response, without another request;
   * it has no username and no picture. `'userinfo'`: the userinfo endpoint, which has everything that was granted.
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

/** What each option that only KID has is about; the value is the reason why the other presets refuse it. */
const kidOptions: Readonly<Record<string, string>> = {
  discovery: 'the others have no discovery document',
  jwksURL: 'the others sign no id_token',
  maxAge: 'the others sign no id_token',
  dangerouslyAcceptProviderState: 'the others give the `state` back that they got',
};

/**
 * Checks what one preset has and another has not, which the common checks cannot explain.
 *
 * @returns the options as the preset's declaration knows them
 * @throws TypeError that names the option and the fix
 * @internal
 */
export function optionsOf(options: KoompiClientOptions): KoompiClientOptions {
  // The common checks say what is wrong with no options at all, and with a preset that does not exist.
  if (typeof options !== 'object' || options === null) return options;
  const { preset = 'v2', apiKey, ...others } = options;
  if ((others as OpenIDOptions).idTokenSharedSecret !== undefined) {
    throw new TypeError(
      'KOOMPI: remove `idTokenSharedSecret`: KID signs id_tokens with RS256 and publishes its keys.',
    );
  }
  if (typeof apiKey === 'string' && (apiKey === '' || /[\r\n\0]/.test(apiKey))) {
    throw new TypeError(
      'KOOMPI: `apiKey` is empty or has a line end in it. Give the key, or leave it out for `clientSecret`.',
    );
  }
  if (preset === 'kid') return options;
  const known = Object.entries(options).filter(([name, value]) => {
    if (!Object.hasOwn(kidOptions, name)) return true;
    if (value === undefined || !['v1', 'v2'].includes(preset)) return false;
    throw new TypeError(`KOOMPI: \`${name}\` needs \`preset: 'kid'\`; ${kidOptions[name]}.`);
  });
  return Object.fromEntries(known) as unknown as KoompiClientOptions;
}
