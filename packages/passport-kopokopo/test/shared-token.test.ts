import { Strategy } from 'passport-kopokopo';
import { faults } from 'passport-provider-emulator';
import { authenticate } from './support/authenticate';
import { useKopoKopo } from './support/kopokopo';

const kopokopo = useKopoKopo();
afterEach(() => jest.restoreAllMocks());

function make(): Strategy {
  return new Strategy({ ...kopokopo.options, verify: ({ profile }) => profile });
}

/** Lets the application's clock run; the service's stays. */
function later(milliseconds: number): void {
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + milliseconds);
}

describe('one token for everybody', () => {
  test('100 requests at once: one token request, one profile request', async () => {
    const strategy = make();
    const from = kopokopo.service.requests.length;
    const all = await Promise.all(Array.from({ length: 100 }, () => authenticate(strategy)));
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(['success']));
    expect(kopokopo.service.requests.slice(from).map(({ endpoint }) => endpoint)).toEqual([
      'token',
      'tokenInfo',
    ]);
  });

  test('the token is renewed a minute before it ends, and the profile with it', async () => {
    const strategy = make();
    const requests = async (): Promise<unknown[]> => {
      const from = kopokopo.service.requests.length;
      expect((await authenticate(strategy)).kind).toBe('success');
      return kopokopo.service.requests.slice(from).map(({ endpoint }) => endpoint);
    };
    expect(await requests()).toEqual(['token', 'tokenInfo']);
    later(3_530_000);
    expect(await requests()).toEqual([]);
    jest.restoreAllMocks();
    later(3_541_000);
    expect(await requests()).toEqual(['token', 'tokenInfo']);
    expect(await requests()).toEqual([]);
  });

  test.each([
    [
      'refuses',
      faults.json({ error: 'invalid_client', error_description: 'Unknown client' }, 401),
      'token_refused',
    ],
    ['fails', faults.status(503), 'provider_unavailable'],
    ['is cut off', faults.halfBody(), 'response_truncated'],
    ['answers a page', faults.html(), 'response_not_json'],
  ])(
    'a token endpoint that %s: an error with its reason, and the next request tries again',
    async (_what, fault, reason) => {
      const strategy = make();
      kopokopo.service.fault('token', fault);
      const { kind, error } = await authenticate(strategy);
      expect([kind, error?.['reason']]).toEqual(['error', reason]);
      expect(error).toMatchObject({ endpoint: 'token', provider: 'kopokopo' });
      kopokopo.service.clearFaults();
      expect((await authenticate(strategy)).kind).toBe('success');
    },
  );

  test('a profile that cannot be read is an error, and is asked for again with the same token', async () => {
    const strategy = make();
    kopokopo.service.fault('tokenInfo', faults.status(503));
    expect((await authenticate(strategy)).error).toMatchObject({ reason: 'provider_unavailable' });
    kopokopo.service.clearFaults();
    const requests = await kopokopo.received('token', async () => {
      expect((await authenticate(strategy)).kind).toBe('success');
    });
    expect(requests).toEqual([]);
  });
});
