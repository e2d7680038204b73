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

/** Finds the user that tokens belong to: in the id_token, in the token response, or at the profile endpoint. */
export class ProfileReader {
  /** Users of the profile endpoint who confirmed an id_token: the profile is made of the same. */
  private readonly confirmed = new WeakMap<TokenSet, unknown>();

  constructor(
    private readonly declaration: ProviderDeclaration<ProfileFields, never>,
    private readonly options: ProviderClientOptions,
    private readonly connection: Connection,
    private readonly endpoints: () => Promise<ClientEndpoints>,
  ) {}

  /**
   * @param claims - the verified claims of the login's id_token: the profile must be of the same user
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

  /** Has the profile endpoint confirm the user of an id_token. */
  async confirm(tokens: TokenSet, claims: IdTokenClaims): Promise<void> {
    this.confirmed.set(tokens, await this.fetchUser(tokens, claims));
  }

  /** The user that the profile endpoint tells of. */
  private async fetchUser(tokens: TokenSet | string, claims: IdTokenClaims | undefined): Promise<unknown> {
    const { declaration, connection } = this;
    const accessToken = typeof tokens === 'string' ? tokens : tokens.accessToken;
    const { userProfile: url } = await this.endpoints();
    if (url === undefined) {
      throw new ProviderError('profile_invalid', {
        provider: declaration,
        detail: 'the service has no profile endpoint and the token response no user',
      });
    }
    const exchange = await connection.sendForResource({ endpoint: 'user_profile', url, accessToken });
    const { permission, fromEndpoint } = declaration.profile;
    if (permission !== undefined && exchange.response.status === 403) {
      const denied = refusal(declaration, exchange.request, exchange.response);
      throw permissionMissing(declaration, permission, { endpoint: 'user_profile', denied });
    }
    const answer = connection.objectOf(exchange);
    const user = fromEndpoint ? fromEndpoint(answer as JsonTree, this.options as never) : answer;
    return this.sameUser(user, claims, 'user_profile');
  }

  /** With claims, a user from elsewhere must be the same one (OpenID Connect Core 5.3.2). */
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
