/** `npm run cluster`: Redis, the emulated KOOMPI, three instances and a proxy. Ctrl-C stops all. */
import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startEmulator } from 'passport-provider-emulator';
import { roundRobin } from './proxy';
import { startRedis } from './redis-server';

const names = ['instance-1', 'instance-2', 'instance-3'];

async function main(): Promise<void> {
  const port = Number(process.env['PORT'] ?? 3000);
  const baseURL = `http://localhost:${port}`;
  const own = process.env['REDIS_URL'];
  const redis = own === undefined ? await startRedis(await freePort()) : undefined;
  const callbackURLs = [`${baseURL}/api/auth/callback/koompi`];
  const emulator = await startEmulator({ providers: ['koompi'], callbackURLs });
  const settings = {
    ...{ baseURL, koompi: emulator.koompi.options, redisURL: own ?? redis?.url },
    ...{ secret: randomBytes(32).toString('base64url') },
  };
  const instances = await Promise.all(names.map((instance) => startInstance({ ...settings, instance })));
  const proxy = roundRobin(() => instances.map(({ port }) => port));
  proxy.listen(port, () => {
    console.log(`${names.length} instances, one Redis (${settings.redisURL}): ${baseURL}`);
    console.log('Ctrl-C stops all.');
  });

  const stop = (): void => {
    for (const { child } of instances) child.kill();
    redis?.stop();
    proxy.close();
    proxy.closeAllConnections();
    void emulator.close();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
}

async function startInstance(settings: object): Promise<{ child: ChildProcess; port: number }> {
  const env = { ...process.env, CLUSTER_SETTINGS: JSON.stringify(settings) };
  const child = fork(join(__dirname, 'instance.js'), { env });
  const address = await new Promise<AddressInfo>((resolve, reject) => {
    child.once('message', (message) => resolve(message as AddressInfo));
    child.once('exit', (code) => reject(new Error(`An instance ended with ${code}`)));
  });
  return { child, port: address.port };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
