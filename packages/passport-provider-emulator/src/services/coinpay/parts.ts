import { type Clock } from '../../authorization/clock';
import { type RegisteredClient } from '../../emulated-provider';
import { type GrantBook } from '../../authorization/grants';
import { type KeyRing } from '../../oidc/signing-keys';
import { type CoinPaySwitches } from './switches';
import { type CoinPayUser } from './users';

/** What the endpoints share. */
export interface CoinPayParts {
  readonly grants: GrantBook<CoinPayUser>;
  readonly clock: Clock;
  readonly switches: CoinPaySwitches;
  readonly keys: KeyRing;
  /** The issuer in tokens and discovery. */
  readonly issuer: () => string;
  /** The origin of the server. */
  readonly origin: () => string;
  readonly findClient: (clientID: string) => RegisteredClient | undefined;
}

/** The paths that differ between the two servers. */
export const paths = {
  documented: {
    authorization: '/oauth/authorize',
    token: '/oauth/token',
    jwks: '/.well-known/jwks.json',
    revocation: '/oauth/revoke',
  },
  published: {
    authorization: '/api/oauth/authorize',
    token: '/api/oauth/token',
    jwks: '/api/oauth/jwks',
    revocation: '/api/oauth/revoke',
  },
} as const;

export const userInfoPath = '/api/oauth/userinfo';
export const accessLifetime = 3600;
export const refreshLifetime = 2_592_000;
