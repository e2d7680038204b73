import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTheWire, reasonOf } from './support/replies';
import { eachTestHasService, StubService } from 'passport-strategy-contract/harness';
import { declare, makeClient } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
const exchange = { code: 'the-code', callbackURL: 'https://app.example/callback' };
const good = '{"access_token":"t-1","token_type":"Bearer"}';

describe('A33: redirects', () => {
  const rows = [300, 301, 302, 303, 304, 307, 308, 399].flatMap((status) =>
    (['token', 'user', 'refresh', 'revoke'] as const).map((endpoint) => ({ status, endpoint })),
  );
  test.each(rows)(
    'A33: $status from $endpoint is refused, and nobody else is asked',
    async ({ status, endpoint }) => {
      const attacker = await new StubService().listen();
      service()[endpoint] = { status, headers: { location: `${attacker.origin}/steal` }, json: {} };
      const client = makeClient(declare(service()), { revocationURL: `${service().origin}/revoke` });
      const calls = {
        token: () => client.exchange(exchange),
        user: () => client.userProfile('t'),
        refresh: () => client.refresh?.('r') as Promise<unknown>,
        revoke: () => client.revoke?.('r') as Promise<unknown>,
      };
      expect(await reasonOf(calls[endpoint]())).toBe('redirect_refused');
      expect(attacker.requests).toHaveLength(0);
      expect(service().requests).toHaveLength(1);
      await attacker.close();
    },
  );
});

describe('servers that are no HTTP servers', () => {
  const rows: readonly [name: string, say: (socket: Socket) => void, reason: string][] = [
    [
      'HTTP/1.0 that ends by closing',
      (s) => s.end(`HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n${good}`),
      'success',
    ],
    ['nonsense', (s) => s.end('SSH-2.0-OpenSSH_9.6\r\n'), 'network_error'],
    ['closes at once', (s) => s.end(), 'network_error'],
    ['half a header', (s) => s.end('HTTP/1.1 200 OK\r\nContent-Ty'), 'network_error'],
    [
      'two lengths',
      (s) =>
        s.end(
          `HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: ${good.length}\r\nContent-Type: application/json\r\n\r\n${good}`,
        ),
      'network_error',
    ],
    [
      'length and chunks',
      (s) =>
        s.end(
          `HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n2c\r\n${good}\r\n0\r\n\r\n`,
        ),
      'network_error',
    ],
    [
      'a length that is too short',
      (s) => s.end(`HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Type: application/json\r\n\r\n${good}`),
      'network_error',
    ],
    [
      'a chunk that is too short',
      (s) =>
        s.end(
          `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\nff\r\n${good}`,
        ),
      'response_truncated',
    ],
    [
      'answers twice',
      (s) => s.end(`${onTheWire(good)}${onTheWire('{"access_token":"evil","token_type":"Bearer"}')}`),
      'success',
    ],
    [
      'a hundred continues',
      (s) => s.end(`${'HTTP/1.1 100 Continue\r\n\r\n'.repeat(100)}${onTheWire(good)}`),
      'success',
    ],
    [
      'gzip as transfer encoding',
      (s) =>
        s.end(`HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nContent-Type: application/json\r\n\r\n${good}`),
      'success',
    ],
  ];
  test.each(rows)('%s', async (_name, say, reason) => {
    const { origin, close } = await rawServer(say);
    const client = makeClient(declare(undefined), { tokenURL: `${origin}/token`, timeout: 1_000 });
    expect(
      await reasonOf(client.exchange(exchange).then((tokens) => expect(tokens.accessToken).toBe('t-1'))),
    ).toBe(reason);
    close();
  });

  test('A36: a server that switches protocols is an error, and soon', async () => {
    const { origin, close } = await rawServer((socket) =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
    );
    const client = makeClient(declare(undefined), { tokenURL: `${origin}/token`, timeout: 300 });
    const result = await Promise.race([reasonOf(client.exchange(exchange)), sleep(900, 'never')]);
    close();
    expect(result).toMatch(/^(network_error|timeout)$/);
  });

  test.each([
    'http://localhost:1/token',
    'https://127.0.0.1:1/token',
    'https://does-not-exist.invalid/token',
  ])('A50: nobody at %s is a network error that may be retried, with its cause', async (tokenURL) => {
    const error = await makeClient(declare(undefined), { tokenURL })
      .exchange(exchange)
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ reason: 'network_error', fault: 'provider', retryable: true, status: 502 });
    expect((error as Error).cause).toBeInstanceOf(Error);
  });
});

/** A server that says what a test wants, whatever it was asked. */
async function rawServer(say: (socket: Socket) => void): Promise<{ origin: string; close: () => void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => say(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      sockets.forEach((socket) => socket.destroy());
    },
  };
}
