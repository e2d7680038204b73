import { KonProClient } from 'passport-konpro';
import { apiContract, type ApiClientOptions } from 'passport-strategy-contract';

/** KonPro has public clients only. */
const client = ({ clientSecret: _none, ...options }: ApiClientOptions): KonProClient =>
  new KonProClient(options);
const success = { json: { user: {} } };

const calls = {
  'account() with an access token': apiContract({
    client,
    call: (konpro, accessToken) => konpro.account({ accessToken }),
    safe: true,
    success,
  }),
  'account() with an API token': apiContract({
    client,
    call: (konpro, apiToken) => konpro.account({ apiToken }),
    safe: true,
    credential: 'apiKey',
    success,
  }),
  'request() with an access token': apiContract({
    client,
    call: (konpro, accessToken) => konpro.request({ accessToken }, 'videos'),
    safe: true,
  }),
  'request() with an API token': apiContract({
    client,
    call: (konpro, apiToken) => konpro.request({ apiToken }, 'videos'),
    safe: true,
    credential: 'apiKey',
  }),
  'request() of a POST with an access token': apiContract({
    client,
    call: (konpro, accessToken) => konpro.request({ accessToken }, 'videos', { method: 'POST', json: {} }),
    safe: false,
  }),
  'request() of a POST with an API token': apiContract({
    client,
    call: (konpro, apiToken) => konpro.request({ apiToken }, 'videos', { method: 'POST', json: {} }),
    safe: false,
    credential: 'apiKey',
  }),
};

describe.each(Object.entries(calls))('%s', (_name, rows) => {
  test.each(rows)('$title', ({ run }) => run());
});
