import assert from 'node:assert/strict';
import { credential, type ApiCase, type ApiWorld, type SeenError } from './case';

/** The server responds with an error status. Resolves with the error of the call. */
async function refused(
  world: ApiWorld,
  status: number,
  headers: Record<string, string> = {},
  json: object = { error: 'NotThisTime', message: 'In words' },
): Promise<SeenError> {
  world.service.other = { status, json, headers };
  const error = await world.error();
  world.sent(1);
  assert.deepEqual(
    [error.name, error['responseStatus'], error['endpoint']],
    ['ProviderError', status, 'api'],
  );
  assert.ok('error' in json && String(error['code']).includes(String(json.error)), String(error['code']));
  assert.equal(
    world.service.requests[0]?.headers['user-agent'],
    `passport-${String(error['provider'])}`,
    'the error names the provider, and the request its package',
  );
  return error;
}

const statuses = [400, 402, 404, 405, 409, 422];
const noSeconds = [undefined, '', 'soon', '-7', '1e9', '99999999999', 'Infinity'];

/** Responses that say that the call was not carried out. */
export const refusalCases: readonly ApiCase[] = [
  ...statuses.map((status): ApiCase => ({
    name: `${status}: api_refused with the service's words, and nothing is open`,
    async run(world) {
      const error = await refused(world, status);
      const { reason, retryable, status: own } = error;
      assert.deepEqual([reason, retryable, own], ['api_refused', false, 502]);
      assert.ok(error.message.includes('NotThisTime'), error.message);
      assert.ok(String(error['data']).includes('In words'));
    },
  })),
  {
    name: '401: access_token_refused for an access token, api_refused otherwise',
    async run(world) {
      const { credential: kind = 'accessToken' } = world.contract;
      const error = await refused(world, 401);
      const { reason, retryable, status, fault } = error;
      const expected =
        kind === 'apiKey' ? ['api_refused', 502, 'configuration'] : ['access_token_refused', 401, 'user'];
      assert.deepEqual([reason, status, fault, retryable], [...expected, false]);
    },
  },
  {
    name: '403: permission_missing where the call names its permission, api_refused otherwise',
    async run(world) {
      const { permission } = world.contract;
      const error = await refused(world, 403);
      assert.equal(error['reason'], permission === undefined ? 'api_refused' : 'permission_missing');
      assert.equal(error['retryable'], false);
      if (permission === undefined) return;
      assert.equal(error['fault'], 'configuration');
      assert.ok(error.message.includes(`\`${permission}\``), error.message);
      assert.ok(String(error['hint']).includes(`\`${permission}\``));
    },
  },
  {
    name: 'a TokenSet whose scope lacks the permission: permission_missing, and nothing is sent',
    applies: ({ permission, credential: kind = 'accessToken' }) =>
      permission !== undefined && kind === 'accessToken',
    async run(world) {
      const error = await world.error({}, { accessToken: credential, scope: ['another'] });
      assert.equal(error['reason'], 'permission_missing', String(error));
      world.sent(0);
    },
  },
  {
    name: '429: rate_limited with the seconds to wait',
    async run(world) {
      const error = await refused(world, 429, { 'retry-after': '7' });
      assert.deepEqual([error['reason'], error['retryAfter'], error['retryable']], ['rate_limited', 7, true]);
    },
  },
  ...(
    [
      ['in a minute', 60_000, 58, 61],
      ['in the past', -60_000, 0, 0],
    ] as const
  ).map(([when, milliseconds, least, most]): ApiCase => ({
    name: `429 with a date ${when}: rate_limited with the seconds to wait`,
    async run(world) {
      const date = new Date(Date.now() + milliseconds).toUTCString();
      const seconds = Number((await refused(world, 429, { 'retry-after': date }))['retryAfter']);
      assert.ok(seconds >= least && seconds <= most, `${seconds} seconds`);
    },
  })),
  {
    name: '429 without a usable Retry-After: rate_limited without a guess',
    async run(world) {
      for (const wait of noSeconds) {
        world.service.requests.length = 0;
        const error = await refused(world, 429, wait === undefined ? {} : { 'retry-after': wait });
        assert.deepEqual([error['reason'], error['retryable']], ['rate_limited', true]);
        assert.equal(error['retryAfter'], undefined, `Retry-After: ${wait}`);
      }
    },
  },
  {
    name: 'a response that repeats the credential: it is in no part of the error',
    row: 'A43',
    applies: ({ credential: kind }) => kind !== 'none',
    async run(world) {
      const base64 = Buffer.from(credential).toString('base64');
      for (const text of [credential, `Bearer ${credential}`, base64]) {
        for (const json of [{ error: text, message: text, token: text }, { error: { message: text } }]) {
          for (const status of [200, 400, 401, 403, 404, 429, 500]) {
            world.service.other = { status, json };
            await world.error();
          }
        }
        for (const body of [`<p>${text}</p>`, `{"a":"${text}`]) {
          world.service.other = { status: 500, body, headers: { 'content-type': 'text/html' } };
          await world.error();
        }
      }
    },
  },
  {
    name: 'a `fetch` that repeats its headers in its error: the credential is in no part of ours',
    row: 'A43',
    async run(world) {
      const fetch = (_url: string, { headers }: RequestInit): never => {
        throw new Error(`Cannot send ${JSON.stringify(headers)}`);
      };
      world.openError(await world.error({ fetch }), 'network_error');
    },
  },
];
