import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Redis of its own for the example, on loopback; its data is deleted at the end. */
export interface RunningRedis {
  readonly url: string;
  readonly process: ChildProcess;
  stop(): void;
}

/** @throws Error that says how to install Redis */
export async function startRedis(port: number): Promise<RunningRedis> {
  if (spawnSync('redis-server', ['--version']).status !== 0) {
    throw new Error(
      'redis-server is not installed. Install it (Debian: apt-get install redis-server; macOS: brew install redis), or set REDIS_URL to a Redis that runs.',
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'express-cluster-'));
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
  const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, ...durable];
  const child = spawn('redis-server', own, { stdio: 'ignore' });
  while (!(await accepts(port))) await new Promise((resolve) => setTimeout(resolve, 20));
  return {
    url: `redis://127.0.0.1:${port}`,
    process: child,
    stop: () => {
      child.kill();
      child.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    },
  };
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
