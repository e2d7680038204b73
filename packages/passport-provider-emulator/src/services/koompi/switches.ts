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
  /** The token answer has no `user`. */
  omitUser: boolean;
  /** The token answer has no `token_type` but a `refresh_token_expires_in` (the llms.txt variant). */
  omitTokenType: boolean;
  /** † The callback gets the service's own `state`, and the token request must repeat it. */
  replaceState: boolean;
  /** † The callback gets no `state`. */
  omitState: boolean;
  /** † `'tolerant'`: a challenge without a verifier passes. `'required'`: both must be there. */
  pkce: 'tolerant' | 'required';
  /** † Whether userinfo shows `wallet_address` only with a wallet scope. */
  walletNeedsScope: boolean;
  /** † Userinfo has the members of the official starter too, and `scopes` beside `user`. Not under KID. */
  extraMembers: boolean;
  /** † An authorization request with an unknown scope: refused, or that scope dropped. */
  unknownScope: 'refuse' | 'drop';
  /** † Whether a refresh request that has a `grant_type` is refused. Not under KID, which wants one. */
  refuseGrantTypeOnRefresh: boolean;
  /** † The body of token and refresh requests: JSON only, or a form too. */
  tokenEncoding: 'json' | 'any';
  /** † The shape of error bodies. */
  errorForm: 'oauth' | 'error-message' | 'message' | 'status' | 'text';
  /** KID: replaces the issuer in id_tokens and discovery. */
  issuer: string | undefined;
  /** † KID: whether `/.well-known/openid-configuration` answers. */
  discovery: boolean;
  /** KID: changes the id_token of the code grant. */
  idToken: IdTokenMutation | undefined;
  /** † KID: whether a refresh answers an id_token too, and what is wrong with it. */
  refreshIdToken: boolean | IdTokenMutation;
  /** KID: changes the JWKS; see `keys.hostile` for entries. */
  jwks: ((document: { keys: Jwk[] }) => unknown) | undefined;
  /** † KID: whether a refresh answers a new refresh token and uses the old one up. */
  rotateRefreshTokens: boolean;
  /** † KID: whether a revocation that is refused says so (RFC 7009, section 2.2.1). Documented is 200 for everything. */
  revocationErrors: boolean;
  /** † KID: whether userinfo is the claims, or an object with the claims in `user`. */
  userInfoForm: 'flat' | 'wrapped';
  /** † KID: the form of `telegram_id`. `undefined`: that of each user's `claims`. */
  telegramID: 'number' | 'string' | 'null' | undefined;
  /** † KID: where the claims have the wallet's address. */
  walletClaim: 'wallet_address' | 'wallet.address';
  /** † The methods of `/v2/erc20/balance`. */
  balanceMethods: 'any' | 'get' | 'post';
  /** † Whether wallet calls refuse unknown members, and a credential that the call does not need. */
  strictWallet: boolean;
}

/** How the emulated KOOMPI starts. */
export function defaultSwitches(): KoompiSwitches {
  return {
    codeLifetime: 600,
    denial: 'error',
    authorizeErrors: 'page',
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

/** The addresses of the generation that is switched on. */
export interface KoompiOptions {
  readonly clientID: string;
  readonly clientSecret: string;
  readonly authorizationURL: string;
  readonly tokenURL: string;
  readonly refreshURL: string;
  readonly userProfileURL: string;
  /** Where the wallet calls are. */
  readonly apiURL: string;
  /** Only under KID. */
  readonly issuer?: string;
  /** Only under KID. */
  readonly revocationURL?: string;
}

/** For KID: the rest comes from its discovery document. */
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
