import {
  ProviderClient,
  type ProviderDeclaration,
  type ProviderProfile,
  type TokenSet,
} from 'passport-oauth2-base';
import type { KopoKopoClientOptions, KopoKopoOptions } from './options';
import type { KopoKopoFields } from './profile';
import { application, hosts } from './provider';

type Flow = (host: string) => ProviderDeclaration<KopoKopoFields, KopoKopoOptions>;

/** Speaks to Kopo Kopo: the application's token, what it is worth, and its end. */
export class KopoKopoClient extends ProviderClient<KopoKopoFields> {
  /** The application's own token: one for all callers, renewed before it ends. */
  declare readonly applicationToken: NonNullable<ProviderClient['applicationToken']>;
  /** Asks whether a token is valid. Times in the answer may be epoch seconds or ISO 8601; both become dates. */
  declare readonly introspect: NonNullable<ProviderClient['introspect']>;
  /** Makes a token unusable. */
  declare readonly revoke: NonNullable<ProviderClient['revoke']>;

  /**
   * @param options - at least `clientID` and `clientSecret`
   * @param flow - the declaration; `AccountStrategy` brings another
   * @throws TypeError that names the option and the fix
   */
  constructor(options: KopoKopoClientOptions, flow: Flow = application) {
    super(flow(hostOf(options)), options);
  }

  /**
   * Reads what Kopo Kopo knows of a token (`GET /oauth/token/info`).
   *
   * @param token - default: the application's own
   * @throws ProviderError `profile_refused` for a token that is not valid
   */
  async tokenInfo(token?: TokenSet | string): Promise<KopoKopoFields & ProviderProfile> {
    return this.userProfile(token ?? (await this.applicationToken()));
  }
}

function hostOf(options: KopoKopoClientOptions | undefined): string {
  const environment = options?.environment ?? 'production';
  const host: unknown =
    options?.baseURL ?? (Object.hasOwn(hosts, environment) ? hosts[environment] : undefined);
  // What is no address and no environment is refused by the checks of the options, which say so.
  return typeof host === 'string' && host !== '' ? host.replace(/\/$/, '') : hosts.production;
}
