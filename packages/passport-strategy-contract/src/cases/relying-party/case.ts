import { faults } from 'passport-provider-emulator';
import { type IdTokenDraft, type IdTokenMutation } from 'passport-provider-emulator';
import { type CoinPayEmulator } from 'passport-provider-emulator';

/** A case of the OpenID conformance suite for relying parties, or one like it. */
export interface RelyingPartyCase {
  /** The name in the suite without `oidcc-client-test`, or what the case tries. */
  readonly name: string;
  /** The row of the attack table. */
  readonly row?: string;
  /** Changes the id_token. */
  readonly idToken?: IdTokenMutation;
  /** Prepares the service before the login. */
  readonly prepare?: (service: CoinPayEmulator) => void;
  /** Options of the strategy. */
  readonly options?: (service: CoinPayEmulator) => object;
  /** `success`, or the reason of the failure. */
  readonly expect: string;
}

export type Claims = Record<string, unknown>;

/** Changes claims of the id_token. `undefined` removes a claim. */
export function claims(change: (claims: Claims) => Claims): IdTokenMutation {
  return ({ header, claims: genuine }) => {
    const changed = Object.entries({ ...genuine, ...change(genuine) });
    return { header, claims: Object.fromEntries(changed.filter(([, value]) => value !== undefined)) };
  };
}

/** Changes the header of the id_token. */
export function header(change: Claims): IdTokenMutation {
  return ({ header: genuine, claims: same }) => ({ header: { ...genuine, ...change }, claims: same });
}

export function without(member: string): (draft: IdTokenDraft) => Claims {
  return ({ header: genuine }) => {
    const { [member]: _left, ...rest } = genuine;
    return rest;
  };
}

/** Now, in seconds since the epoch. */
export const seconds = (): number => Math.floor(Date.now() / 1000);
/** Options that make the strategy read userinfo. */
export const userinfo = (): object => ({ profileSource: 'userinfo' });
/** Options that make the strategy discover all URLs. */
export const discovery = ({ options }: CoinPayEmulator): object => ({
  discovery: true,
  issuer: options.issuer,
  jwksURL: undefined,
  authorizationURL: undefined,
  tokenURL: undefined,
  userProfileURL: undefined,
});

/** Changes the token response. */
export function transformToken(change: (body: Claims) => unknown): (service: CoinPayEmulator) => void {
  return (service) =>
    service.fault(
      'token',
      faults.transform((body) => change(body as Claims)),
    );
}
