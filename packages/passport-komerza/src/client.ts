import { ProviderClient, type AccessToken, type ApiResponse, type JsonObject } from 'passport-oauth2-base';
import type { KomerzaRequest, KomerzaStoreDetails, KomerzaStorePermissions, KomerzaUser } from './api';
import type { KomerzaClientOptions } from './options';
import { ownMember } from './own-member';
import { KomerzaPermission } from './permissions';
import type { KomerzaFields } from './profile';
import { komerza } from './provider';

/** Speaks to Komerza without Passport. */
export class KomerzaClient extends ProviderClient<KomerzaFields> {
  /**
   * @param options - at least `clientID` and `clientSecret`
   * @throws TypeError that names the option and the fix
   */
  constructor(options: KomerzaClientOptions) {
    super(komerza, options);
  }

  /**
   * Reads the user, whole (`GET /user`, permission `user.view`). It holds keys and settings that belong into no
   * session, log or page: `userProfile()` leaves them out.
   *
   * @throws ProviderError `permission_missing`, `access_token_refused`, `rate_limited`, `api_answer_invalid`
   */
  async user(accessToken: AccessToken): Promise<KomerzaUser> {
    return this.identified(await this.data(accessToken, ['user'], KomerzaPermission.userView));
  }

  /**
   * Reads a store (`GET /stores/{id}`, permission `stores.view`).
   *
   * @param id - of `profile.stores`; percent-encoded
   * @throws ProviderError `permission_missing`; `api_refused` with `statusCode` 404 for a store that the user did
   *   not tick; `access_token_refused`, `rate_limited`, `api_answer_invalid`; `argument_invalid` for an id that is
   *   empty or no text
   */
  async store(accessToken: AccessToken, id: string): Promise<KomerzaStoreDetails> {
    return this.identified(await this.data(accessToken, ['stores', id], KomerzaPermission.storesView));
  }

  /**
   * Reads what the user may do in a store (`GET /stores/{id}/permissions`, permission `stores.view`), for
   * `hasPermission()`. What Komerza does not say, or not in the documented form, is as good as not permitted.
   *
   * @throws ProviderError as `store()`
   */
  async storePermissions(accessToken: AccessToken, id: string): Promise<KomerzaStorePermissions> {
    const path = ['stores', id, 'permissions'];
    const data = await this.data(accessToken, path, KomerzaPermission.storesView);
    return {
      isOwner: ownMember(data, 'isOwner') === true,
      permissions: textsOf(ownMember(data, 'permissions')),
      enabledPaymentMethods: textsOf(ownMember(data, 'enabledPaymentMethods')),
    };
  }

  /**
   * Calls any endpoint of Komerza's API. `body` of the answer is Komerza's envelope: the result is in its `data`.
   *
   * @param path - below `apiURL`, such as `webhooks`; or its parts, each of which is percent-encoded. Give parts as
   *   soon as one of them comes from elsewhere: `['webhooks', id]`
   * @throws ProviderError `permission_missing` when Komerza says 403 and `permission` is given;
   *   `access_token_refused`; `api_refused` with Komerza's `code`; `rate_limited` with `retryAfter` (seconds);
   *   `outcome_unknown` when no good answer came to anything but a GET; `argument_invalid`, and nothing was sent
   */
  async request(
    accessToken: AccessToken,
    path: string | readonly string[],
    { method, query, json, permission }: KomerzaRequest = {},
  ): Promise<ApiResponse> {
    return this.callAPI({ method, path, query, json, permission, credential: { accessToken } });
  }

  /** The object in the envelope. */
  private async data(
    accessToken: AccessToken,
    path: readonly string[],
    permission: KomerzaPermission,
  ): Promise<JsonObject> {
    const { body } = await this.request(accessToken, path, { permission });
    return this.objectInResponse(ownMember(body, 'data'), 'its `data`');
  }

  /** The object, if it says whose it is. */
  private identified(data: JsonObject): JsonObject & { readonly id: string } {
    const id = ownMember(data, 'id');
    if (typeof id === 'string' && id !== '') return { ...data, id };
    throw this.invalidResponse('its `data` has no `id`');
  }
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
