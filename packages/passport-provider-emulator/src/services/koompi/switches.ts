import { type CommonSwitches, type EmulatedProvider } from '../../emulated-provider';
import { type IdTokenMutation } from '../../oidc/id-token';
import { type Jwk, type SigningKeys } from '../../oidc/signing-keys';
import { type KoompiUser } from './users';
import { type KoompiToken, type KoompiTokenName } from './erc20-tokens';
import { type KoompiWallet } from './wallet';

/** `†` marks behaviour that KOOMPI does not document. */
export interface KoompiSwitches extends CommonSwitches {
  /** `'v2'`: the specification. `'kid'`: the renamed service with its own paths and OpenID Connect. */
  generation: 'v2' | 'kid';
  /** Also serve the paths of the first generation: `/v1/oauth`, `/v1/oauth/token`, `/v1/oauth/userinfo`. Not under KID. */
  v1Paths: boolean;
  /** The token response has no `user`. */
  omitUser: boolean;
  /** The token response has `refresh_token_expires_in` instead of `token_type` (the variant of llms.txt). */
  omitTokenType: boolean;
  /** † The callback gets a `state` of the service, and the token request must repeat it. */
  replaceState: boolean;
  /** † The callback gets no `state`. */
  omitState: boolean;
  /** † `'tolerant'`: a challenge without a verifier passes. `'required'`: both must be there. */
  pkce: 'tolerant' | 'required';
  /** † Whether userinfo shows `wallet_address` only with a wallet scope. */
  walletNeedsScope: boolean;
  /** † Userinfo also has the members that the official starter reads, and `scopes`. Not under KID. */
  extraMembers: boolean;
  /** † Whether an unknown scope is refused or dropped. */
  unknownScope: 'refuse' | 'drop';
  /** † Whether a refresh request with a `grant_type` is refused. Not under KID, which needs one. */
  refuseGrantTypeOnRefresh: boolean;
  /** † The body of token and refresh requests: only JSON, or also a form. */
  tokenEncoding: 'json' | 'any';
  /** † The shape of error bodies. */
  errorForm: 'oauth' | 'error-message' | 'message' | 'status' | 'text';
  /** KID: replaces the issuer in id_tokens and discovery. */
  issuer: string | undefined;
  /** † KID: whether `/.well-known/openid-configuration` exists. */
  discovery: boolean;
  /** KID: changes the id_token of the code grant. */
  idToken: IdTokenMutation | undefined;
  /** † KID: whether the refresh response has an id_token, and how it is changed. */
  refreshIdToken: boolean | IdTokenMutation;
  /** KID: changes the JWKS. `keys.hostile` makes entries. */
  jwks: ((document: { keys: Jwk[] }) => unknown) | undefined;
  /** † KID: whether a refresh returns a new refresh token and uses up the old one. */
  rotateRefreshTokens: boolean;
  /** † KID: whether a refused revocation is an error response (RFC 7009, section 2.2.1). Documented: always 200. */
  revocationErrors: boolean;
  /** † KID: whether userinfo is the claims or an object with the claims in `user`. */
  userInfoForm: 'flat' | 'wrapped';
  /** † KID: the form of `telegram_id`. `undefined`: as in the `claims` of each user. */
  telegramID: 'number' | 'string' | 'null' | undefined;
  /** † KID: the claim with the address of the wallet. */
  walletClaim: 'wallet_address' | 'wallet.address';
  /** † The methods of `/v2/erc20/balance`. */
  balanceMethods: 'any' | 'get' | 'post';
  /** † Whether wallet calls refuse unknown members and unneeded credentials. */
  strictWallet: boolean;
}

/** The switches at the start. */
export function defaultSwitches(): KoompiSwitches {
  return {
    codeLifetime: 600,
    denial: 'error',
    authorizeErrors: 'page',
    refreshReuse: 'refuse',
    generation: 'v2',
    v1Paths: false,
    omitUser: false,
    omitTokenType: false,
    replaceState: false,
    omitState: false,
    pkce: 'tolerant',
    walletNeedsScope: true,
    extraMembers: false,
    unknownScope: 'refuse',
    refuseGrantTypeOnRefresh: true,
    tokenEncoding: 'json',
    errorForm: 'oauth',
    issuer: undefined,
    discovery: true,
    idToken: undefined,
    refreshIdToken: false,
    jwks: undefined,
    rotateRefreshTokens: true,
    revocationErrors: false,
    userInfoForm: 'flat',
    telegramID: undefined,
    walletClaim: 'wallet_address',
    balanceMethods: 'any',
    strictWallet: true,
  };
}

/** Options for the current generation. */
export interface KoompiOptions {
  readonly clientID: string;
  readonly clientSecret: string;
  readonly authorizationURL: string;
  readonly tokenURL: string;
  readonly refreshURL: string;
  readonly userProfileURL: string;
  /** The base URL of the wallet calls. */
  readonly apiURL: string;
  /** Only under KID. */
  readonly issuer?: string;
  /** Only under KID. */
  readonly revocationURL?: string;
}

/** Options for KID. The rest comes from its discovery document. */
export interface KoompiKidOptions {
  readonly preset: 'kid';
  readonly clientID: string;
  readonly clientSecret: string;
  readonly issuer: string;
  readonly apiURL: string;
}

/** The emulated KOOMPI: its second generation, and the renamed KID. Origin: `api`. */
export interface KoompiEmulator extends EmulatedProvider<KoompiSwitches, KoompiUser, KoompiOptions> {
  readonly kidOptions: KoompiKidOptions;
  /** Signs the id_tokens of KID. */
  readonly keys: SigningKeys;
  /** The ERC20 tokens that the users hold. */
  readonly tokens: Readonly<Record<KoompiTokenName, KoompiToken>>;
  readonly wallet: KoompiWallet;
}
