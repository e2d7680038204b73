import type { JsonObject, JsonTree } from './lib/json';
import type { ErrorReason } from './errors/catalogue';
import type { OpenIDClientFactory } from './oidc/types';
import type { OpenIDOptions, ProviderStateOptions } from './options/options';
import type { PkceSupport } from './pkce';
import type { ProfileEmail, UserObject } from './profile/user-object';

/** How a client proves who it is at the token, refresh and revocation endpoints (RFC 6749 §2.3). */
export type ClientAuthentication =
  /** `client_id` and `client_secret` in the body. */
  | 'client_secret_post'
  /** `Authorization: Basic`, both parts form-encoded first. */
  | 'client_secret_basic'
  /** A public client: only `client_id`, and PKCE. A secret is never sent. */
  | 'none'
  /** The secret alone, in a header of this name. */
  | { readonly header: string };

/**
 * Addresses of the service. Each is the default of the option of the same name. `{issuer}` in them is the issuer, of
 * the option or of the declaration, and `{api}` the address of the API.
 */
export interface ProviderEndpoints {
  /** Default of `authorizationURL`. Without one, the application must give it. */
  readonly authorization?: string;
  /**
   * Default of `tokenURL`. `{client_id}` and `{code}` in it are filled in, percent-encoded once; a code that
   * travels in the path is not sent in the body.
   */
  readonly token: string;
  /** Default of `refreshURL`, where it is not the token endpoint. */
  readonly refresh?: string;
  /** Default of `userProfileURL`. */
  readonly userProfile?: string;
  /** Default of `revocationURL` (RFC 7009). */
  readonly revocation?: string;
  /** Default of `introspectionURL` (RFC 7662). */
  readonly introspection?: string;
  /** Default of `apiURL`: the address below which the calls of the service's API are. */
  readonly api?: string;
  /** Default of `issuer`: compared with `iss` in the callback (RFC 9207). */
  readonly issuer?: string;
  /** Default of `jwksURL` (OpenID Connect). */
  readonly jwks?: string;
}

/** The allowed values of an option: a list, or any value of a type. A `url` is https, or http on loopback. */
export type OptionValues = readonly string[] | 'boolean' | 'string' | 'url';

/** The {@link OptionValues} that a type of option allows. */
type OptionValuesOf<Value> = [Value] extends [boolean]
  ? 'boolean'
  : [Value] extends [string]
    ? string extends Value
      ? 'string' | 'url'
      : readonly Value[]
    : never;

/**
 * The member `options` of a declaration. It has an entry for every option that the provider adds, and no other: the
 * options of OpenID Connect and of `state` come with `openid` and `replacesState`.
 */
type ProviderOptions<Options> = [Options] extends [never]
  ? UntypedOptions
  : [keyof Options] extends [never]
    ? UntypedOptions
    : [OwnOption<Options>] extends [never]
      ? { readonly options?: Readonly<Record<string, never>> }
      : {
          readonly options: {
            readonly [Name in OwnOption<Options>]: OptionValuesOf<NonNullable<Options[Name]>>;
          };
        };

interface UntypedOptions {
  readonly options?: { readonly [name: string]: OptionValues };
}

type OwnOption<Options> = Exclude<keyof Options, keyof OpenIDOptions | keyof ProviderStateOptions>;

/** The parts of a Passport profile that a provider's user is mapped to. */
export interface ProfileFields {
  /** Identifies the user at the service, for ever. A login without one fails. */
  readonly id: string | undefined;
  readonly displayName?: string | undefined;
  readonly username?: string | undefined;
  readonly name?:
    { readonly givenName?: string | undefined; readonly familyName?: string | undefined } | undefined;
  readonly emails?: readonly ProfileEmail[] | undefined;
  readonly photos?: readonly { readonly value: string }[] | undefined;
}

/** A user as Passport knows one, with the service's own object beside it. */
export interface ProviderProfile extends Omit<ProfileFields, 'id'> {
  readonly provider: string;
  readonly id: string;
  /** The service's user object as JSON text: the user's data only, never the token response around it. */
  readonly _raw: string;
  /** The service's user object. */
  readonly _json: JsonObject;
}

/** How a service's user becomes a Passport profile. `options` are the strategy's own. */
export interface ProfileDeclaration<Fields extends ProfileFields, Options> {
  /** Finds the user object in the verified claims of the id_token. Where it finds one, nothing else is asked. */
  readonly fromClaims?: (claims: JsonTree, options: Options) => unknown;
  /** Finds the user object in the token response. Where it finds one, the profile endpoint is not asked. */
  readonly fromTokenResponse?: (response: JsonTree, options: Options) => unknown;
  /** Finds the user object in the answer of the profile endpoint. Default: the answer itself. */
  readonly fromEndpoint?: (answer: JsonTree, options: Options) => unknown;
  /** Maps the user object to the profile. */
  readonly map: (user: UserObject, options: Options) => Fields;
  /** What of the user object `_json` and `_raw` keep. Default: all of it. */
  readonly keep?: (user: UserObject, options: Options) => JsonObject;
  /** The permission without which the profile endpoint answers 401 or 403, for the error. */
  readonly permission?: string;
}

/**
 * A service, described as data. A provider package is little more than one of these.
 *
 * @typeParam Fields - what the profile mapping gives
 * @typeParam Options - the options that the provider adds to the common ones
 */
export type ProviderDeclaration<
  Fields extends ProfileFields = ProfileFields,
  Options extends object = object,
> = CommonDeclaration<Fields, Options> & ProviderOptions<Options>;

/** A declaration without the options that the provider adds. */
interface CommonDeclaration<Fields extends ProfileFields, Options extends object> {
  /** The strategy's name and the profile's `provider`, such as `koompi`. */
  readonly name: string;
  /** The name for people, in messages. */
  readonly title: string;
  /** Address of the service's documentation. */
  readonly documentation: string;
  readonly endpoints: ProviderEndpoints;
  /** The application can get a token of its own beside the users' (RFC 6749 §4.4). */
  readonly clientCredentials?: boolean;
  /** What environment variables for this service begin with, for messages. Default: the name in capitals. */
  readonly environment?: string;
  /**
   * `client_credentials`: no user signs in; the strategy authorizes the application itself (RFC 6749 §4.4), and the
   * client has `applicationToken`. Default `authorization_code`.
   */
  readonly grant?: 'authorization_code' | 'client_credentials';
  readonly clientAuthentication: ClientAuthentication;
  /** PKCE is on wherever the service supports it, except with `opt_in`. */
  readonly pkce: PkceSupport;
  /** Scopes that are asked for when the application names none. */
  readonly scope?: readonly string[];
  /** Default: a space (RFC 6749 §3.3). */
  readonly scopeSeparator?: string;
  /** What the service does not know of the authorization request, and so is not sent. */
  readonly authorizationRequest?: { readonly omit: readonly ('response_type' | 'scope')[] };
  /** How a token request is spelled. Default: POST, form-encoded (RFC 6749 §4.1.3). */
  readonly tokenRequest?: {
    readonly method?: 'GET';
    readonly encoding?: 'form' | 'json';
    /** The exchange of a code repeats the `state` of its callback. */
    readonly forwardState?: boolean;
  };
  /** Present where the service refreshes. `grantType: false` leaves `grant_type` out of the request. */
  readonly refresh?: {
    readonly grantType?: false;
    /**
     * The service documents no error codes for refused refresh tokens: a 400, 401 or 403 that does not name an error
     * of the client counts as one. `invalid_grant` always does.
     */
    readonly undocumentedErrors?: boolean;
  };
  /** In what the service's token response differs from RFC 6749 §5.1. */
  readonly tokenResponse?: {
    /** Finds the token response in the answer. Default: the answer itself. */
    readonly unwrap?: (answer: JsonTree) => unknown;
    /** `token_type` may be missing and then is Bearer. */
    readonly optionalTokenType?: boolean;
  };
  /** The service always sends `iss` to the callback (RFC 9207 §2.4): a callback without it is refused. */
  readonly issuerParameter?: 'required';
  /**
   * The service may return a user who declined to the callback URL without any parameter. A visit to the callback
   * path that another site sent then ends as a failure instead of starting over.
   */
  readonly bareDenial?: boolean;
  /**
   * The service may send a `state` of its own to the callback instead of ours. The strategy then has the option
   * `dangerouslyAcceptProviderState`.
   */
  readonly replacesState?: boolean;
  /** Present where the service is an OpenID provider: `openid()` of `passport-oauth2-base/oidc`. */
  readonly openid?: OpenIDClientFactory;
  readonly profile: ProfileDeclaration<Fields, Options>;
  /** What to do about certain failures at this service; stands instead of the general hint. */
  readonly hints?: Readonly<Partial<Record<ErrorReason, string>>>;
  /** Sent with every request. Default: the package's name. */
  readonly userAgent?: string;
}

/**
 * Declares a provider. Does nothing at run time: it is there for the types, and freezes what it gets.
 *
 * @example
 * const acme = defineProvider({
 *   name: 'acme',
 *   title: 'Acme',
 *   documentation: 'https://example-business.com/docs',
 *   endpoints: { authorization: 'https://…/authorize', token: 'https://…/token', userProfile: 'https://…/me' },
 *   clientAuthentication: 'client_secret_basic',
 *   pkce: 'required',
 *   profile: { map: (user) => ({ id: user.identifier('id'), displayName: user.text('name') }) },
 * });
 */
export function defineProvider<Fields extends ProfileFields, Options extends object = object>(
  declaration: ProviderDeclaration<Fields, Options>,
): ProviderDeclaration<Fields, Options> {
  Object.freeze(declaration);
  return declaration;
}
