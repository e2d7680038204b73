/** One instance, as a process of its own: `cluster.ts` starts three. */
import { createServer } from 'node:http';
import { createClient } from 'redis';
import { createApp } from './app';

async function main(): Promise<void> {
  const settings = JSON.parse(process.env['CLUSTER_SETTINGS'] ?? '{}') as Parameters<typeof createApp>[0] & {
    redisURL: string;
  };
  const redis = createClient({ url: settings.redisURL });
  redis.on('error', (error: Error) => console.error(`${settings.instance}: ${error.message}`));
  await redis.connect();
  const server = createServer(createApp({ ...settings, redis }));
  server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
  process.once('disconnect', () => process.exit(0));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
