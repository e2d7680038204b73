import { ProviderClient, type AccessToken, type ApiResponse, type JsonObject } from 'passport-oauth2-base';
import type { KomerzaRequest, KomerzaStoreDetails, KomerzaStorePermissions, KomerzaUser } from './api';
import type { KomerzaClientOptions } from './options';
import { ownMember } from './own-member';
import { KomerzaPermission } from './permissions';
import type { KomerzaFields } from './profile';
import { komerza } from './provider';

/** A client of Komerza that works without Passport. */
export class KomerzaClient extends ProviderClient<KomerzaFields> {
  /**
   * @param options - at least `clientID` and `clientSecret`
   * @throws TypeError that names the option and the fix
   */
  constructor(options: KomerzaClientOptions) {
    super(komerza, options);
  }

  /**
   * Reads the whole user (`GET /user`, permission `user.view`). It includes API keys and settings: keep it out of
   * sessions, logs and pages. `userProfile()` leaves them out.
   *
   * @throws ProviderError `permission_missing`, `access_token_refused`, `rate_limited`, `api_answer_invalid`
   */
  async user(accessToken: AccessToken): Promise<KomerzaUser> {
    return this.identified(await this.data(accessToken, ['user'], KomerzaPermission.userView));
  }

  /**
   * Reads a store (`GET /stores/{id}`, permission `stores.view`).
   *
   * @param id - from `profile.stores`; it is percent-encoded
   * @throws ProviderError `permission_missing`; `api_refused` with `responseStatus` 404 for a store that the user did
   *   not choose; `access_token_refused`, `rate_limited`, `api_answer_invalid`; `argument_invalid` if the id is empty
   *   or not a string
   */
  async store(accessToken: AccessToken, id: string): Promise<KomerzaStoreDetails> {
    return this.identified(await this.data(accessToken, ['stores', id], KomerzaPermission.storesView));
  }

  /**
   * Reads the user's permissions in a store (`GET /stores/{id}/permissions`, permission `stores.view`), for
   * `hasPermission()`. Missing members, and members that do not have the documented form, grant nothing.
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
   * Calls any endpoint of Komerza's API. `body` of the response is Komerza's envelope, with the result in `data`.
   *
   * @param path - below `apiURL`, such as `webhooks`; or a list of segments, which are percent-encoded. Use a list if a
   *   segment is a variable: `['webhooks', id]`
   * @throws ProviderError `permission_missing` if Komerza answers 403 and `permission` is given;
   *   `access_token_refused`; `api_refused` with Komerza's `code`; `rate_limited` with `retryAfter` (seconds);
   *   `outcome_unknown` if a request other than a GET gets no complete response; before anything is sent,
   *   `argument_invalid` and, for a URL that is not below `apiURL`, `api_address_refused`
   */
  async request(
    accessToken: AccessToken,
    path: string | readonly string[],
    { method, query, json, permission }: KomerzaRequest = {},
  ): Promise<ApiResponse> {
    return this.callAPI({ method, path, query, json, permission, credential: { accessToken } });
  }

  /** Reads the object in the envelope's `data`. */
  private async data(
    accessToken: AccessToken,
    path: readonly string[],
    permission: KomerzaPermission,
  ): Promise<JsonObject> {
    const { body } = await this.request(accessToken, path, { permission });
    return this.objectInResponse(ownMember(body, 'data'), 'its `data`');
  }

  /** Checks that the object has an id. */
  private identified(data: JsonObject): JsonObject & { readonly id: string } {
    const id = ownMember(data, 'id');
    if (typeof id === 'string' && id !== '') return { ...data, id };
    throw this.invalidResponse('its `data` has no `id`');
  }
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
