import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { createApp } from './app';
import { cardsOf } from './cards';
import { listen } from './listen';
import { openServices, type OpenServices } from './open-services';
import { readSettings } from './settings';

async function main(): Promise<void> {
  const file = join(__dirname, '..', '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  const settings = readSettings(process.env);

  // The port first: the callback URLs need it.
  const server = createServer();
  const port = await listen(server, settings.host, settings.port, settings.mayMovePort);
  const baseURL = settings.baseURL ?? `http://localhost:${port}`;
  const open = await openServices(process.env, baseURL);
  const { services, kopokopo } = open;
  server.on('request', createApp({ services, kopokopo, baseURL, sessionSecret: settings.sessionSecret }));

  if (settings.mayMovePort && port !== settings.port) {
    console.log(`Port ${settings.port} is busy, so this is port ${port}. Set PORT to choose one.`);
  }
  console.log(announcement(baseURL, open));
  process.on('SIGINT', () => stop(server, open)).on('SIGTERM', () => stop(server, open));
}

function announcement(baseURL: string, open: OpenServices): string {
  const titles = (isEmulated: boolean): string =>
    cardsOf(open)
      .flatMap((card) => (card.isEmulated === isEmulated ? [card.title] : []))
      .join(', ') || 'none';
  return `
  Open ${baseURL}

  Emulated on this computer: ${titles(true)}
  Real services:             ${titles(false)}

  Ctrl-C stops it. examples/express-login/.env.example tells how to use the real services.
`;
}

let isStopping = false;

/** Ends every connection, so that a browser's open one does not keep the process. */
function stop(server: Server, open: OpenServices): void {
  if (isStopping) return;
  isStopping = true;
  server.close();
  server.closeAllConnections();
  void open.close().finally(() => process.exit(0));
}

main().catch((error: unknown) => {
  // What is wrong with the settings needs a sentence, not a stack.
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
