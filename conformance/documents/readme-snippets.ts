import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SourceTextModule, SyntheticModule } from 'node:vm';
import express from 'express';
import { Passport, type PassportStatic } from 'passport';

const root = join(__dirname, '..', '..');

/** What a snippet meets instead of the real world. */
export interface SnippetWorld {
  /** Modules that `require` and `import` give instead of the real ones. */
  readonly modules?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Variables that the text around the snippet takes for granted. */
  readonly given?: Readonly<Record<string, unknown>>;
}

/** The code blocks of a README that are marked by `<!-- test: name -->`. */
export class Readme {
  readonly text: string;
  private readonly snippets = new Map<string, string>();

  /** @param path - from the root of the repository */
  constructor(path: string) {
    this.text = readFileSync(join(root, path), 'utf8');
    for (const [, name = '', code = ''] of this.text.matchAll(
      /<!-- test: ([\w-]+) -->\n+```js\n([\s\S]*?)\n```/g,
    )) {
      if (this.snippets.has(name)) throw new Error(`${path} has two snippets that are called ${name}`);
      this.snippets.set(name, code);
    }
  }

  get names(): readonly string[] {
    return [...this.snippets.keys()];
  }

  /** Code blocks in JavaScript or TypeScript that no test runs. */
  get untested(): number {
    return [...this.text.matchAll(/^```(?:js|ts|javascript|typescript)\b/gm)].length - this.snippets.size;
  }

  snippet(name: string): string {
    const code = this.snippets.get(name);
    if (code === undefined)
      throw new Error(`The README has no snippet ${name}; it has ${this.names.join(', ')}`);
    return code;
  }

  /** Runs a CommonJS snippet; gives what it exports. */
  run(name: string, { modules = {}, env = {}, given = {} }: SnippetWorld = {}): unknown {
    const module = { exports: {} as unknown };
    const require = (wanted: string): unknown => modules[wanted] ?? jest.requireActual<object>(wanted);
    const injected: Record<string, unknown> = { require, module, process: { ...process, env }, ...given };
    const body = `'use strict'; ${this.snippet(name)}`;
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it is the point: the README's code is run
    const run = new Function(...Object.keys(injected), body) as (...values: unknown[]) => void;
    run(...Object.values(injected));
    return module.exports;
  }

  /** Runs a snippet that is an ES module. */
  async runModule(name: string, { modules = {} }: SnippetWorld = {}): Promise<void> {
    const source = new SourceTextModule(this.snippet(name));
    await source.link((wanted) => {
      const exported = (modules[wanted] ?? jest.requireActual<object>(wanted)) as Record<string, unknown>;
      const names = [...new Set([...Object.keys(exported), 'default'])];
      return new SyntheticModule(names, function () {
        for (const each of names) this.setExport(each, each === 'default' ? exported : exported[each]);
      });
    });
    await source.evaluate();
  }

  /** Every name in code in the first column of the tables of a section: a row may have several. */
  firstColumn(heading: string): readonly string[] {
    const section = this.text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
    const cells = [...section.matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell = '']) => cell);
    return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
  }
}

/** Express whose applications listen on a free port of loopback, whatever port they ask for. */
export class LocalExpress {
  private readonly servers: Server[] = [];
  readonly express: typeof express;

  constructor() {
    const make = (): express.Express => {
      const app = express();
      app.listen = ((): Server => this.listen(app)) as never;
      return app;
    };
    this.express = Object.assign(make, express);
  }

  listen(app: RequestListener): Server {
    const server = createServer(app).listen(0, '127.0.0.1');
    this.servers.push(server);
    return server;
  }

  /** The address of the application that listened last. */
  async origin(): Promise<string> {
    const server = this.servers.at(-1);
    if (!server) throw new Error('Nothing listens');
    if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const server of this.servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }
}

/** A Passport of its own for each snippet. */
export function freshPassport(): PassportStatic {
  return new Passport() as unknown as PassportStatic;
}
