import { type Call, type Fields, bearerToken, jsonBody, required } from '../../http/request';
import { type Clock } from '../../authorization/clock';
import { type RegisteredClient } from '../../emulated-provider';
import { type Grant, type GrantBook } from '../../authorization/grants';
import { invalidClient, invalidToken } from '../../http/refusal';
import { type KeyRing } from '../../oidc/signing-keys';
import { sameText } from '../../authorization/tokens';
import { type KoompiSwitches } from './switches';
import { type KoompiUser } from './users';
import { type KoompiLedger } from './wallet';

/** What the endpoints share. */
export interface KoompiParts {
  readonly grants: GrantBook<KoompiUser>;
  readonly clock: Clock;
  readonly switches: KoompiSwitches;
  readonly keys: KeyRing;
  readonly ledger: KoompiLedger;
  /** The issuer of KID. */
  readonly issuer: () => string;
  /** The origin of the server. */
  readonly origin: () => string;
  readonly clients: () => readonly RegisteredClient[];
}

/** The paths of each generation. The wallet calls are below `/v2` in all of them†. */
export const paths = {
  v1: { authorization: '/v1/oauth', token: '/v1/oauth/token', userInfo: '/v1/oauth/userinfo' },
  v2: {
    authorization: '/v2/oauth',
    token: '/v2/oauth/token',
    refresh: '/v2/oauth/refresh',
    userInfo: '/v2/oauth/userinfo',
  },
  kid: {
    authorization: '/oauth',
    token: '/oauth/token',
    refresh: '/oauth/token',
    userInfo: '/oauth/userinfo',
    revocation: '/oauth/revoke',
    discovery: '/.well-known/openid-configuration',
    jwks: '/oauth/keys',
  },
} as const;

export const apiPath = '/v2';

/** The grant of the access token. */
export function bearerGrant({ grants }: KoompiParts, call: Call): Grant<KoompiUser> {
  const token = bearerToken(call);
  if (token === undefined) throw invalidToken('missing_token', 'The Authorization header is missing');
  return grants.findAccessToken(token);
}

/** The body of a token request: JSON. A form is refused† unless the switch allows it. */
export function tokenBody({ switches }: KoompiParts, call: Call): Fields {
  const isForm = call.mediaType === 'application/x-www-form-urlencoded';
  return isForm && switches.tokenEncoding === 'any' ? (call.body as Fields) : jsonBody(call);
}

/** The secret must be in the body. Basic is refused†. */
export function authenticate({ clients }: KoompiParts, call: Call, body: Fields): RegisteredClient {
  if (call.headers.authorization !== undefined) {
    throw invalidClient('authorization_header', 'The client secret belongs in the body, not in a header');
  }
  const clientID = required(body, 'client_id');
  const client = clients().find((known) => known.clientID === clientID);
  if (!client) throw invalidClient('unknown_client', 'No application has this client_id');
  if (!client.active) throw invalidClient('inactive_client', 'This application is switched off');
  if (!sameText(required(body, 'client_secret'), client.clientSecret ?? '')) {
    throw invalidClient('wrong_client_secret', 'The client_secret is wrong');
  }
  return client;
}
