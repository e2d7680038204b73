import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What the person at the provider's login page does. */
export interface Person {
  readonly account: string;
  /** The provider already knew them, since then. */
  readonly signedInSecondsAgo: number;
  readonly declines: boolean;
}

/** A client as OpenID Connect Dynamic Client Registration spells one. */
export type ClientMetadata = Readonly<Record<string, unknown>> & { readonly client_id: string };

const everyday: Person = { account: 'ada', signedInSecondsAgo: 0, declines: false };

/** oidc-provider, a certified OpenID provider, as a child process. */
export class CertifiedOP {
  private constructor(
    private readonly child: ChildProcess,
    readonly issuer: string,
  ) {}

  static async start(clients: readonly ClientMetadata[]): Promise<CertifiedOP> {
    const child = fork(join(__dirname, 'certified-op-process.mjs'), [], {
      execArgv: [],
      stdio: ['ignore', 'ignore', process.env['OP_LOG'] ? 'inherit' : 'ignore', 'ipc'],
    });
    const { issuer } = (await ask(child, { clients })) as { issuer: string };
    return new CertifiedOP(child, issuer);
  }

  /** The next people to sign in do this; without changes, they are the everyday person again. */
  async person(changes: Partial<Person> = {}): Promise<void> {
    await this.order('person', { ...everyday, ...changes });
  }

  /** New keys, and those of before are gone. */
  async rotateKeys(): Promise<void> {
    await this.order('rotate');
  }

  /** How many requests came to a path so far. */
  async requestsTo(path: string): Promise<number> {
    const paths = (await this.order('paths')) as string[];
    return paths.filter((candidate) => candidate === path).length;
  }

  async close(): Promise<void> {
    const exit = once(this.child, 'exit');
    this.child.kill();
    await exit;
  }

  private async order(order: string, argument?: unknown): Promise<unknown> {
    return ((await ask(this.child, { order, argument })) as { answer?: unknown }).answer;
  }
}

async function ask(child: ChildProcess, message: object): Promise<unknown> {
  const stop = new AbortController();
  const options = { signal: stop.signal };
  try {
    const answer = once(child, 'message', options);
    const end = once(child, 'exit', options).then(([code]) => {
      throw new Error(`oidc-provider ended with ${String(code)}; OP_LOG=1 shows what it says`);
    });
    end.catch(() => undefined);
    child.send(message);
    const [reply] = (await Promise.race([answer, end])) as unknown[];
    return reply;
  } finally {
    stop.abort();
  }
}
