import { type EmulatedResponse, jsonResponse } from '../../http/response';
import { type Call, jsonBody } from '../../http/request';
import { type RegisteredClient } from '../../emulated-provider';
import { Refusal, invalidClient, invalidRequest } from '../../http/refusal';
import { sameText } from '../../authorization/tokens';
import { type KoompiParts, bearerGrant } from './parts';
import { transactionHash } from './wallet';

type Members = Readonly<Record<string, unknown>>;

/** `POST /v2/erc20/transfer`: the user's tokens, under a token with `wallet.transfer`. */
export function transferEndpoint(parts: KoompiParts, call: Call): EmulatedResponse {
  refuseApiKey(parts, call);
  const { user, scope, client } = bearerGrant(parts, call);
  if (!scope.includes('wallet.transfer')) throw insufficientScope('wallet.transfer');
  const body = exactly(parts, jsonBody(call), ['to_address', 'token_address', 'amount']);
  const transfer = parts.ledger.transfer({
    from: user.profile.wallet_address,
    to: addressOf(body, 'to_address'),
    token: addressOf(body, 'token_address'),
    amount: decimalOf(body, 'amount'),
    clientID: client.clientID,
  });
  return success(transfer.transactionHash);
}

/** `/v2/erc20/balance`: public. A credential is refused, because sending it would leak it†. */
export function balanceEndpoint(parts: KoompiParts, call: Call): EmulatedResponse {
  refuseBearer(parts, call);
  refuseApiKey(parts, call);
  const given = call.method === 'POST' ? jsonBody(call) : call.query;
  const members = exactly(parts, given, ['address', 'token_address']);
  const address = addressOf(members, 'address');
  const token_address = addressOf(members, 'token_address');
  const balance = parts.ledger.balanceOf(address, token_address);
  return jsonResponse({ status: 'success', address, token_address, balance });
}

/** `POST /v2/erc1155/mint`: mints tokens of the application. Needs its secret. */
export function mintEndpoint(parts: KoompiParts, call: Call): EmulatedResponse {
  const { clientID } = keyHolder(parts, call);
  const body = exactly(parts, jsonBody(call), ['to_address', 'token_id', 'amount', 'metadata_uri']);
  parts.ledger.mint({
    clientID,
    owner: addressOf(body, 'to_address'),
    tokenID: integerOf(body, 'token_id', 0),
    amount: integerOf(body, 'amount', 1),
    metadataURI: textOf(body, 'metadata_uri'),
  });
  return success(transactionHash());
}

/** `POST /v2/erc1155/burn`: †the owner is in `from_address` or in `to_address`. */
export function burnEndpoint(parts: KoompiParts, call: Call): EmulatedResponse {
  const client = keyHolder(parts, call);
  const owners = ['from_address', 'to_address'] as const;
  const body = exactly(parts, jsonBody(call), ['token_id', 'amount'], owners);
  const [name, another] = owners.filter((member) => Object.hasOwn(body, member));
  if (name === undefined) throw invalidRequest('missing_from_address', 'The member from_address is missing');
  const owner = addressOf(body, name);
  if (another !== undefined && !sameText(owner.toLowerCase(), addressOf(body, another).toLowerCase())) {
    throw invalidRequest('two_owners', 'Only tokens of one address can be burned');
  }
  parts.ledger.burn(client, owner, integerOf(body, 'token_id', 0), integerOf(body, 'amount', 1));
  return success(transactionHash());
}

/** † KOOMPI does not document the response of these calls. */
function success(transaction_hash: string): EmulatedResponse {
  return jsonResponse({ status: 'success', transaction_hash });
}

/** The application whose secret is the API key. */
function keyHolder(parts: KoompiParts, call: Call): RegisteredClient {
  refuseBearer(parts, call);
  const key = call.headers['x-api-key'];
  if (typeof key !== 'string' || key === '') {
    throw invalidClient('missing_api_key', 'The header X-API-Key is missing');
  }
  const client = parts.clients().find(({ clientSecret = '' }) => sameText(key, clientSecret));
  if (!client) throw invalidClient('wrong_api_key', 'No application has this API key');
  if (!client.active) throw invalidClient('inactive_client', 'This application is switched off');
  return client;
}

function refuseApiKey({ switches }: KoompiParts, call: Call): void {
  if (switches.strictWallet && call.headers['x-api-key'] !== undefined) {
    throw invalidRequest('api_key_header', 'The header X-API-Key does not belong here');
  }
}

function refuseBearer({ switches }: KoompiParts, call: Call): void {
  if (switches.strictWallet && call.headers.authorization !== undefined) {
    throw invalidRequest('authorization_header', 'The header Authorization does not belong here');
  }
}

/** Checks that the members are exactly these. */
function exactly(
  { switches }: KoompiParts,
  members: Members,
  names: readonly string[],
  optional: readonly string[] = [],
): Members {
  const missing = names.find((name) => !Object.hasOwn(members, name));
  if (missing !== undefined) throw invalidRequest(`missing_${missing}`, `The member ${missing} is missing`);
  const unknown = Object.keys(members).find((name) => !names.includes(name) && !optional.includes(name));
  if (unknown !== undefined && switches.strictWallet) {
    throw invalidRequest('unknown_member', `There is no member ${unknown}`);
  }
  return members;
}

function addressOf(members: Members, name: string): string {
  const value = members[name];
  if (typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value)) return value;
  throw invalidRequest(`malformed_${name}`, `The member ${name} must be 0x and 40 hexadecimal digits`);
}

/** A positive amount that fits into 256 bits. */
function decimalOf(members: Members, name: string): string {
  const value = members[name];
  if (typeof value === 'string' && /^\d{1,78}$/.test(value)) {
    const amount = BigInt(value);
    if (amount > 0n && amount < 1n << 256n) return amount.toString();
  }
  throw invalidRequest(`malformed_${name}`, `The member ${name} must be a string of digits, and positive`);
}

function integerOf(members: Members, name: string, least: number): number {
  const value = members[name];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  throw invalidRequest(`malformed_${name}`, `The member ${name} must be an integer of at least ${least}`);
}

function textOf(members: Members, name: string): string {
  const value = members[name];
  if (typeof value === 'string' && value !== '') return value;
  throw invalidRequest(`malformed_${name}`, `The member ${name} must be a string that is not empty`);
}

function insufficientScope(scope: string): Refusal {
  return new Refusal(
    403,
    'insufficient_scope',
    'insufficient_scope',
    `The token does not have the scope ${scope}`,
    {
      'WWW-Authenticate': `Bearer error="insufficient_scope", scope="${scope}"`,
    },
  );
}
