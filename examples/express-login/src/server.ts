import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { announcement } from './announcement';
import { createApp } from './app';
import { listen } from './listen';
import { openServices, type OpenServices } from './open-services';
import { readSettings } from './settings';

async function main(): Promise<void> {
  const file = join(__dirname, '..', '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  const settings = readSettings(process.env);

  // The port first, because the callback URLs need it.
  const server = createServer();
  const port = await listen(server, settings.host, settings.port, settings.mayMovePort);
  const baseURL = settings.baseURL ?? `http://localhost:${port}`;
  const open = await openServices(process.env, baseURL);
  server.on('request', createApp({ ...open, baseURL, sessionSecret: settings.sessionSecret }));

  if (settings.mayMovePort && port !== settings.port) {
    console.log(`Port ${settings.port} is busy, so this is port ${port}. Set PORT to choose one.`);
  }
  console.log(announcement(baseURL, open));
  process.on('SIGINT', () => stop(server, open)).on('SIGTERM', () => stop(server, open));
}

let isStopping = false;

/** Ends all connections, because an open one would keep the process running. */
function stop(server: Server, open: OpenServices): void {
  if (isStopping) return;
  isStopping = true;
  server.close();
  server.closeAllConnections();
  void open.close().finally(() => process.exit(0));
}

main().catch((error: unknown) => {
  // An error in the settings needs a sentence, not a stack trace.
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
