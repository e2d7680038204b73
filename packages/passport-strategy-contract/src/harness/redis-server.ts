import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Whether this machine has Redis. Says so if it has not.
 *
 * @throws Error if it has not, and the environment variable `REQUIRE_REDIS` is `1`
 */
export function hasRedis(): boolean {
  if (spawnSync('redis-server', ['--version']).status === 0) return true;
  const message =
    'redis-server is not installed (Debian: apt-get install redis-server). Its tests are skipped.';
  if (process.env['REQUIRE_REDIS'] === '1') throw new Error(message);
  console.warn(message);
  return false;
}

/** A Redis on loopback, with its data in a folder of its own. */
export class RedisServer {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'redis-'));
  /** The port, after `start()`. */
  port: number = 0;
  private process: ChildProcess | undefined;

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(...settings: readonly string[]): Promise<this> {
    this.port ||= await freePort();
    const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder];
    this.process = spawn('redis-server', [...args, ...durable, ...settings], { stdio: 'ignore' });
    while (!(await accepts(this.port))) await new Promise((resolve) => setTimeout(resolve, 20));
    return this;
  }

  /** Stops it with a signal; the data stays. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const running = this.process;
    this.process = undefined;
    if (!running || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill(signal);
    await ended;
  }

  /** Sends a signal and leaves it running: SIGSTOP and SIGCONT. */
  signal(signal: NodeJS.Signals): void {
    this.process?.kill(signal);
  }

  async close(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (answer: boolean) => (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', end(true)).once('error', end(false));
  });
}
