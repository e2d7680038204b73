import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A client that somebody else wrote, in a process of its own: most are ES modules, and Jest is CommonJS. */
export class Judge {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, (reply: Reply) => void>();
  private calls = 0;

  /** @param script - in this folder; it offers its methods by `offer` */
  constructor(script: string) {
    this.child = fork(join(__dirname, script), [], { execArgv: [] });
    this.child.on('message', (reply: Reply) => this.waiting.get(reply.id)?.(reply));
    this.child.on('exit', (code) => {
      for (const [id, settle] of this.waiting)
        settle({ id, error: `The process ended with ${String(code)}` });
    });
  }

  /** Calls one of the methods. Rejects with what it threw, as far as that can be told by JSON. */
  async call(method: string, argument: object = {}): Promise<unknown> {
    const id = (this.calls += 1);
    const reply = await new Promise<Reply>((resolve) => {
      this.waiting.set(id, resolve);
      this.child.send({ id, method, argument });
    });
    this.waiting.delete(id);
    if (reply.error !== undefined) throw new Error(reply.error);
    return reply.value;
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.kill();
    await exit;
  }
}

interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}
