import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** What a caller got. */
export interface CallResult {
  readonly token?: string;
  readonly reason?: string;
  readonly retryable?: boolean;
}

/** What every worker is given. */
export interface WorkerSettings {
  readonly redisURL: string;
  readonly secret: string;
  /** Origin of the service. */
  readonly service: string;
  /** Milliseconds for a request to the service. */
  readonly timeout: number;
  /** Milliseconds for a call of the store. */
  readonly storeTimeout?: number;
  /** Milliseconds that the clock of this process is ahead. */
  readonly clockOffset?: number;
}

/** One process of an application, which can be stopped and killed. */
export class Worker {
  private readonly pending = new Map<number, (results: readonly CallResult[]) => void>();
  private child: ChildProcess | undefined;
  private calls = 0;

  constructor(private readonly settings: WorkerSettings) {}

  async start(): Promise<this> {
    const env = { ...process.env, WORKER_SETTINGS: JSON.stringify({ clockOffset: 0, ...this.settings }) };
    const child = (this.child = fork(join(__dirname, 'worker.cjs'), { env, execArgv: [] }));
    await new Promise<void>((resolve, reject) => {
      child.on('message', (message: { ready?: true; id: number; results: readonly CallResult[] }) => {
        if (message.ready) return resolve();
        this.pending.get(message.id)?.(message.results);
        this.pending.delete(message.id);
      });
      child.once('exit', (code) => {
        reject(new Error(`a worker ended with ${code}`));
        for (const answer of this.pending.values()) answer([]);
        this.pending.clear();
      });
    });
    return this;
  }

  /** Asks for the access token of a user, as several callers at once. Nothing comes back from a killed worker. */
  ask(userId: string, callers = 1, options: object = {}): Promise<readonly CallResult[]> {
    if (!this.child?.connected) return Promise.resolve([]);
    const id = (this.calls += 1);
    this.child.send({ id, userId, callers, options });
    return new Promise((resolve) => this.pending.set(id, resolve));
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }
}
