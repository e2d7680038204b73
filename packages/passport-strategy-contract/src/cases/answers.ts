import assert from 'node:assert/strict';
import { faults, type Fault } from 'passport-provider-emulator';
import { ended } from '../expectations';
import { type ContractCase } from '../world';

/** A broken response, and the expected end of the login. */
interface BrokenAnswer {
  readonly name: string;
  readonly row: string;
  readonly fault: () => Fault;
  readonly reason: string;
  readonly options?: object;
  /** The expected end if an id_token has already identified the user. */
  readonly reasonWithIdToken?: string;
}

const megabyte = 1_048_576;

/** For both endpoints. */
const anyEndpoint: readonly BrokenAnswer[] = [
  { name: 'resets the connection', row: 'A50', fault: () => faults.reset(), reason: 'network_error' },
  {
    name: 'is silent',
    row: 'A36',
    fault: () => faults.silent(),
    reason: 'timeout',
    options: { timeout: 150 },
  },
  {
    name: 'answers a byte at a time',
    row: 'A36',
    fault: () => faults.slow(3_000),
    reason: 'timeout',
    options: { timeout: 150 },
  },
  { name: 'answers 500', row: 'A50', fault: () => faults.status(500), reason: 'provider_unavailable' },
  {
    name: 'answers 503',
    row: 'A50',
    fault: () => faults.status(503, 'busy'),
    reason: 'provider_unavailable',
  },
  { name: 'limits the rate', row: 'A50', fault: () => faults.rateLimited(7), reason: 'rate_limited' },
  { name: 'answers HTML', row: 'A37', fault: () => faults.html(), reason: 'response_not_json' },
  { name: 'answers nothing', row: 'A37', fault: () => faults.body(''), reason: 'response_not_json' },
  {
    name: 'answers a form',
    row: 'A37',
    fault: () => faults.body('access_token=a'),
    reason: 'response_not_json',
  },
  {
    name: 'answers 3 MB',
    row: 'A34',
    fault: () => faults.oversized(3 * megabyte),
    reason: 'response_too_large',
  },
  { name: 'answers half a body', row: 'A37', fault: () => faults.halfBody(), reason: 'response_truncated' },
  { name: 'answers gzip', row: 'A35', fault: () => faults.gzip(), reason: 'response_encoded' },
  {
    name: 'redirects',
    row: 'A33',
    fault: () => faults.redirect('http://127.0.0.1:9/steal'),
    reason: 'redirect_refused',
  },
  {
    name: 'redirects with 307',
    row: 'A33',
    fault: () => faults.redirect('http://127.0.0.1:9/steal', 307),
    reason: 'redirect_refused',
  },
];

const tokenEndpoint: readonly BrokenAnswer[] = [
  ...anyEndpoint,
  { name: 'answers null', row: 'A37', fault: () => faults.json(null), reason: 'token_response_invalid' },
  { name: 'answers a number', row: 'A37', fault: () => faults.json(42), reason: 'token_response_invalid' },
  { name: 'answers a list', row: 'A37', fault: () => faults.json([]), reason: 'token_response_invalid' },
  {
    name: 'answers an empty object',
    row: 'A37',
    fault: () => faults.json({}),
    reason: 'token_response_invalid',
  },
  {
    name: 'answers a token that is a number',
    row: 'A38',
    fault: () => faults.json({ access_token: 1, data: 1, token_type: 'Bearer' }),
    reason: 'token_response_invalid',
  },
  {
    name: 'answers an empty token',
    row: 'A38',
    fault: () => faults.json({ access_token: '', data: '', token_type: 'Bearer' }),
    reason: 'token_response_invalid',
  },
  {
    name: 'answers an error in a 200',
    row: 'A37',
    fault: () => faults.json({ error: 'invalid_grant', access_token: 'x', data: 'x' }),
    reason: 'token_refused',
  },
  {
    name: 'answers nothing but an error, in a 200',
    row: 'A76',
    fault: () => faults.json({ error: 'invalid_grant' }),
    reason: 'token_refused',
  },
  { name: 'answers 204', row: 'A76', fault: () => faults.status(204), reason: 'response_not_json' },
  {
    name: 'answers 302 with an error',
    row: 'A76',
    fault: () => faults.status(302, '{"error":"invalid_grant"}'),
    reason: 'redirect_refused',
  },
  {
    name: 'answers 400 with an RFC 6749 error',
    row: 'A50',
    fault: () => faults.json({ error: 'invalid_grant', error_description: 'no' }, 400),
    reason: 'token_refused',
  },
  {
    name: 'answers 401 with text',
    row: 'A37',
    fault: () => faults.status(401, 'who are you'),
    reason: 'token_refused',
  },
];

const profileEndpoint: readonly BrokenAnswer[] = [
  ...anyEndpoint,
  { name: 'answers null', row: 'A37', fault: () => faults.json(null), reason: 'profile_invalid' },
  { name: 'answers a list', row: 'A37', fault: () => faults.json([1]), reason: 'profile_invalid' },
  {
    name: 'answers an empty object',
    row: 'A37',
    fault: () => faults.json({}),
    reason: 'profile_invalid',
    reasonWithIdToken: 'subject_mismatch',
  },
  {
    name: 'answers a user without an identifier',
    row: 'A38',
    fault: () => faults.json({ user: { email: 'a@b.c' }, data: { email: 'a@b.c' }, email: 'a@b.c' }),
    reason: 'profile_invalid',
    reasonWithIdToken: 'subject_mismatch',
  },
  {
    name: 'answers a user whose identifier is an object',
    row: 'A38',
    fault: () => faults.json({ user: badUser, data: badUser }),
    reason: 'profile_invalid',
    reasonWithIdToken: 'subject_mismatch',
  },
  { name: 'answers 401', row: 'A37', fault: () => faults.status(401), reason: 'profile_refused' },
];

const badUser = { id: {}, _id: {}, user_id: [], username: 7.5, userName: {} };

/** Broken responses of the service. Each ends in an error with its reason. */
export const answerCases: readonly ContractCase[] = [
  ...tokenEndpoint.map((answer) => brokenCase('token', answer)),
  ...profileEndpoint.map((answer) => brokenCase('userProfile', answer)),
];

function brokenCase(
  endpoint: 'token' | 'userProfile',
  { name, row, fault, reason, options, reasonWithIdToken }: BrokenAnswer,
): ContractCase {
  return {
    name: `the ${endpoint === 'token' ? 'token' : 'profile'} endpoint ${name}: ${reason}`,
    row,
    expect: reason,
    async run(world) {
      const outcome = await world.loginWith(fault(), endpoint, options);
      ended(outcome, 'error', (world.contract.openid && reasonWithIdToken) || reason);
      const { error } = outcome as { error: Record<string, unknown> };
      assert.ok(error instanceof Error);
      assert.equal(error['provider'], world.name);
      assert.equal(typeof error['hint'], 'string');
      // NestJS responds with an error's `statusCode`, Express with its `status`: neither may be the service's.
      assert.equal('statusCode' in error, false);
      assert.ok(Number(error['status']) >= 400 && Number(error['status']) <= 599);
      if (reason === 'rate_limited') assert.equal(error['retryAfter'], 7);
    },
  };
}
