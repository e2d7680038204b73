import { KopoKopoClient } from 'passport-kopokopo';
import { apiContract, type ApiClientOptions } from 'passport-strategy-contract';
import { payment, subscription } from './support/api';

const client = (options: ApiClientOptions): KopoKopoClient => new KopoKopoClient(options);
const created = { status: 201, headers: { location: '/api/v1/things/1' } };

const calls = (['v1', 'v2'] as const).flatMap((version) =>
  Object.entries({
    'request()': apiContract({
      client,
      tokenOptional: true,
      call: (kopokopo, accessToken) => kopokopo.request('polling', { version, accessToken }),
      safe: true,
    }),
    'request() of a POST': apiContract({
      client,
      tokenOptional: true,
      call: (kopokopo, accessToken) =>
        kopokopo.request('polling', { version, accessToken, method: 'POST', json: {} }),
      safe: false,
    }),
    'status()': apiContract({
      client,
      tokenOptional: true,
      call: (kopokopo, accessToken) => kopokopo.status('polling/1', { version, accessToken }),
      safe: true,
      success: { json: { data: { id: '1', type: 'polling', attributes: {} } } },
    }),
    'requestPayment()': apiContract({
      client,
      tokenOptional: true,
      call: (kopokopo, accessToken) => kopokopo.requestPayment(payment, { version, accessToken }),
      safe: false,
      success: created,
    }),
    'subscribeToWebhook()': apiContract({
      client,
      tokenOptional: true,
      call: (kopokopo, accessToken) => kopokopo.subscribeToWebhook(subscription, { version, accessToken }),
      safe: false,
      success: created,
    }),
  }).map(([name, rows]) => [`${name}, ${version}`, rows] as const),
);

describe.each(calls)('%s', (_name, rows) => {
  test.each(rows)('$title', ({ run }) => run());
});
