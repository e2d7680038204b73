import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { startEmulator, type Emulator } from 'passport-provider-emulator';

/** How an application is started. */
export interface HostSettings {
  /** The host, its version, its sessions and what else is particular. */
  readonly name: string;
  /** Whose own handling of errors answers: the READMEs' handler, or the framework. */
  readonly errors: 'page' | 'express' | 'nestjs' | 'fastify';
  /** The file that is run. */
  readonly main: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** An application in a process of its own, with an emulated KOOMPI to sign in with. */
export class Host {
  private log = '';

  private constructor(
    readonly settings: HostSettings,
    readonly origin: string,
    readonly emulator: Emulator,
    private readonly child: ChildProcess,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.log += text));
    }
  }

  /** @param folder - where the application finds its modules */
  static async start(settings: HostSettings, folder: string, node: string = process.execPath): Promise<Host> {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const callbackURL = `${origin}/api/auth/callback/koompi`;
    const emulator = await startEmulator({ providers: ['koompi'], callbackURLs: [callbackURL] });
    const inherited = Object.entries(process.env).filter(([key]) => !/^(npm_|JEST_|NODE_)/i.test(key));
    const child = spawn(node, [settings.main], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...Object.fromEntries(inherited),
        KOOMPI: JSON.stringify(emulator.koompi.options),
        BASE_URL: origin,
        PORT: String(port),
        ERRORS: settings.errors,
        ...settings.env,
      },
    });
    const host = new Host(settings, origin, emulator, child);
    try {
      await host.listening();
    } catch (error) {
      await host.stop();
      throw error;
    }
    return host;
  }

  /** Everything that the application has printed. */
  get printed(): string {
    return this.log;
  }

  /** Whether it still runs. */
  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async stop(): Promise<void> {
    if (this.alive) {
      this.child.kill();
      await once(this.child, 'exit');
    }
    await this.emulator.close();
  }

  private async listening(): Promise<void> {
    while (!this.log.includes('listening')) {
      if (!this.alive) throw new Error(`${this.settings.name} ended:\n${this.log}`);
      await Promise.race([once(this.child.stdout!, 'data'), once(this.child, 'exit')]);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
