import { spawn } from 'node:child_process';
import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { packages, providers } from '../../tools/packages.cjs';

/** The root of this repository. */
export const repository: string = join(__dirname, '..', '..');

const sources = join(repository, 'conformance', 'packages', 'projects');

export const strategyNames: readonly string[] = providers.map(({ name }) => name);

/** Every package that is published. */
export const publishedNames: readonly string[] = packages.map(({ name }) => name);

/** How a child process ended. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `npm pack --json` tells, and where the tarball is. */
export interface PackedPackage {
  readonly name: string;
  readonly filename: string;
  readonly tarball: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

/** A project in the lab: its folder, and what it is made of. */
export interface Project {
  /** The folder's name. */
  readonly name: string;
  /** The folder below `conformance/packages/projects` whose files it gets. */
  readonly source: string;
  readonly packageJson?: object;
  readonly files?: Readonly<Record<string, string>>;
}

/**
 * A folder outside of the repository, where the packages are what a user gets: packed, and installed by npm.
 * `node_modules` is above the projects, so that one install serves all of them.
 */
export class PackageLab {
  // The real path: on macOS the temporary folder is a link, and modules are known by their real paths.
  readonly folder: string = realpathSync(mkdtempSync(join(tmpdir(), 'passport-packages-')));
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** Runs a program, at most one per core at a time. */
  async run(
    command: string,
    args: readonly string[],
    { cwd = this.folder, env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
  ): Promise<Finished> {
    while (this.running >= availableParallelism())
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running += 1;
    try {
      return await spawned(command, args, cwd, env);
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }

  /** Runs npm; throws what it says when it fails. */
  async npm(args: readonly string[], cwd: string = this.folder): Promise<string> {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const { code, stdout, stderr } = await this.run(npm, [...args, '--loglevel=error'], { cwd });
    if (code !== 0) throw new Error(`npm ${args.slice(0, 2).join(' ')} failed:\n${stderr}${stdout}`);
    return stdout;
  }

  /** Installs into a folder of the lab, which is made. */
  async install(folder: string, specs: readonly string[]): Promise<void> {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "name": "empty", "private": true }\n');
    const quietly = ['--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts', '--prefer-offline'];
    await this.npm(['install', ...quietly, ...specs], folder);
  }

  /** Builds and packs all packages. */
  async pack(): Promise<readonly PackedPackage[]> {
    const folders = publishedNames.map((name) => join(repository, 'packages', name));
    const compiled = await this.compile(['-b', ...folders]);
    if (compiled.code !== 0) throw new Error(`The build failed:\n${compiled.stdout}`);
    const destination = ['--pack-destination', this.folder];
    const told = await this.npm(['pack', '--json', ...destination, ...folders], repository);
    return (JSON.parse(told) as PackedPackage[]).map((pack) => ({
      ...pack,
      tarball: join(this.folder, pack.filename),
    }));
  }

  /** Installs a Node from the npm registry; gives its program. */
  async node(version: string): Promise<string> {
    const windows = process.platform === 'win32';
    const name = `node-${windows ? 'win' : process.platform}-${process.arch}`;
    const folder = join(this.folder, `node-${version}`);
    try {
      await this.install(folder, [`${name}@${version}`]);
    } catch (error) {
      throw new Error(`The npm registry gives no ${name}@${version}: nothing was tried on Node ${version}`, {
        cause: error,
      });
    }
    return join(folder, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node');
  }

  /** Runs a TypeScript compiler, that of this repository unless the folder of another is given. */
  compile(
    args: readonly string[],
    compiler: string = join(repository, 'node_modules', 'typescript'),
  ): Promise<Finished> {
    return this.run(process.execPath, [join(compiler, 'bin', 'tsc'), ...args]);
  }

  /** Makes a project; gives its folder. */
  add({ name, source, packageJson = {}, files = {} }: Project): string {
    const folder = join(this.folder, name);
    cpSync(join(sources, source), folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, private: true, ...packageJson }));
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
    return folder;
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function spawned(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Finished> {
  // Not what Jest or npm set for this process: a user's projects know nothing of either.
  const inherited = Object.entries(process.env).filter(([key]) => !/^(npm_|JEST_|NODE_)/i.test(key));
  const child = spawn(command, args, {
    cwd,
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: command.endsWith('.cmd'),
    timeout: 120_000,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** What a `node_modules` folder holds. */
export interface Installed {
  /** `name` or `@scope/name`, sorted; a package that is there twice is here twice. */
  readonly packages: readonly string[];
  readonly bytes: number;
}

/** Counts the packages and bytes below a `node_modules` folder, without npm's own list and links to programs. */
export function measure(nodeModules: string): Installed {
  const packages: string[] = [];
  let bytes = 0;
  for (const entry of readdirSync(nodeModules, { recursive: true, encoding: 'utf8' })) {
    const stat = lstatSync(join(nodeModules, entry));
    if (!stat.isFile() || entry === '.package-lock.json') continue;
    bytes += stat.size;
    const [, name] =
      /(?:^|[\\/]node_modules[\\/])((?:@[^\\/]+[\\/])?[^\\/@]+)[\\/]package\.json$/.exec(entry) ?? [];
    if (name !== undefined) packages.push(name.replace('\\', '/'));
  }
  return { packages: packages.sort(), bytes };
}

/** Every file below a folder, as relative paths with slashes. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.replaceAll('\\', '/'));
}
