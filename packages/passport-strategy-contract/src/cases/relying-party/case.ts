import { faults } from 'passport-provider-emulator';
import { type IdTokenDraft, type IdTokenMutation } from 'passport-provider-emulator';
import { type CoinPayEmulator } from 'passport-provider-emulator';

/** One case of the OpenID conformance suite for relying parties, or of its kind. */
export interface RelyingPartyCase {
  /** The name in the suite (`oidcc-client-test…` left out), or what is tried. */
  readonly name: string;
  /** The row of the attack table. */
  readonly row?: string;
  /** What the id_token is made of. */
  readonly idToken?: IdTokenMutation;
  /** Anything else that is set up before the login. */
  readonly prepare?: (service: CoinPayEmulator) => void;
  /** Options of the strategy. */
  readonly options?: (service: CoinPayEmulator) => object;
  /** `success`, or why it fails. */
  readonly expect: string;
}

export type Claims = Record<string, unknown>;

/** The id_token with some claims changed; `undefined` takes one out. */
export function claims(change: (claims: Claims) => Claims): IdTokenMutation {
  return ({ header, claims: genuine }) => {
    const changed = Object.entries({ ...genuine, ...change(genuine) });
    return { header, claims: Object.fromEntries(changed.filter(([, value]) => value !== undefined)) };
  };
}

/** The id_token with its header changed. */
export function header(change: Claims): IdTokenMutation {
  return ({ header: genuine, claims: same }) => ({ header: { ...genuine, ...change }, claims: same });
}

export function without(member: string): (draft: IdTokenDraft) => Claims {
  return ({ header: genuine }) => {
    const { [member]: _left, ...rest } = genuine;
    return rest;
  };
}

/** Now, as tokens tell it. */
export const seconds = (): number => Math.floor(Date.now() / 1000);
/** Options under which userinfo is asked. */
export const userinfo = (): object => ({ profileSource: 'userinfo' });
/** Options under which everything is discovered. */
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
