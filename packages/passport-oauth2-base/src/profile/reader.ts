import type { ProfileFields, ProviderDeclaration, ProviderProfile } from '../declaration';
import { ProviderError } from '../errors/provider-error';
import { asObject, type JsonTree } from '../lib/json';
import type { IdTokenClaims } from '../oidc/types';
import type { ProviderClientOptions } from '../options/options';
import { refusal } from '../http/response';
import type { Connection } from '../http/connection';
import type { ClientEndpoints } from '../endpoints';
import { permissionMissing } from '../api/permission-missing';
import { mapProfile } from './map';
import type { TokenSet } from '../token/token-set';

/** Reads the user of a login from the id_token, the token response or the profile endpoint. */
export class ProfileReader {
  /** Users from the profile endpoint that confirmed an id_token. The profile is made from the same response. */
  private readonly confirmed = new WeakMap<TokenSet, unknown>();

  constructor(
    private readonly declaration: ProviderDeclaration<ProfileFields, never>,
    private readonly options: ProviderClientOptions,
    private readonly connection: Connection,
    private readonly endpoints: () => Promise<ClientEndpoints>,
  ) {}

  /**
   * @param claims - the verified claims of the id_token: the profile must belong to the same user
   * @throws ProviderError `profile_refused`, `permission_missing`, `profile_invalid` or `subject_mismatch`
   */
  async read(
    tokens: TokenSet | string,
    claims: IdTokenClaims | undefined,
  ): Promise<ProfileFields & ProviderProfile> {
    try {
      return await this.find(tokens, claims);
    } catch (error) {
      if (error instanceof ProviderError) throw error;
      const detail = 'the functions of its declaration threw';
      throw new ProviderError('profile_invalid', { provider: this.declaration, detail, cause: error });
    }
  }

  private async find(
    tokens: TokenSet | string,
    claims: IdTokenClaims | undefined,
  ): Promise<ProfileFields & ProviderProfile> {
    const { profile } = this.declaration;
    const options = this.options as never;
    const claimed = claims && profile.fromClaims?.(claims as JsonTree, options);
    if (claimed) return this.profileOf(claimed);
    const embedded =
      typeof tokens === 'string' ? undefined : profile.fromTokenResponse?.(tokens.raw as JsonTree, options);
    if (embedded) return this.profileOf(this.sameUser(embedded, claims, 'token'));
    const confirmed = typeof tokens === 'string' ? undefined : this.confirmed.get(tokens);
    return this.profileOf(confirmed ?? (await this.fetchUser(tokens, claims)));
  }

  /** Confirms the user of an id_token at the profile endpoint. */
  async confirm(tokens: TokenSet, claims: IdTokenClaims): Promise<void> {
    this.confirmed.set(tokens, await this.fetchUser(tokens, claims));
  }

  /** Fetches the user from the profile endpoint. */
  private async fetchUser(tokens: TokenSet | string, claims: IdTokenClaims | undefined): Promise<unknown> {
    const { declaration, connection } = this;
    const accessToken = typeof tokens === 'string' ? tokens : tokens.accessToken;
    const { userProfile: url } = await this.endpoints();
    if (url === undefined) {
      throw new ProviderError('profile_invalid', {
        provider: declaration,
        detail: 'the service has no profile endpoint, and the token response has no user',
      });
    }
    const roundTrip = await connection.sendForResource({ endpoint: 'user_profile', url, accessToken });
    const { permission, fromEndpoint } = declaration.profile;
    if (permission !== undefined && roundTrip.response.status === 403) {
      const denied = refusal(declaration, roundTrip.request, roundTrip.response);
      throw permissionMissing(declaration, permission, { endpoint: 'user_profile', denied });
    }
    const body = connection.objectOf(roundTrip);
    const user = fromEndpoint ? fromEndpoint(body as JsonTree, this.options as never) : body;
    return this.sameUser(user, claims, 'user_profile');
  }

  /** Checks that the user is the one of the claims, if there are claims (OpenID Connect Core 5.3.2). */
  private sameUser(
    user: unknown,
    claims: IdTokenClaims | undefined,
    endpoint: 'token' | 'user_profile',
  ): unknown {
    if (!claims || asObject(user)?.['sub'] === claims.sub) return user;
    throw new ProviderError('subject_mismatch', { provider: this.declaration, endpoint });
  }

  private profileOf(user: unknown): ProfileFields & ProviderProfile {
    return mapProfile(this.declaration, user, this.options as never);
  }
}
