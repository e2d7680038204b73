import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { runInNewContext } from 'node:vm';
import { providerNames, startEmulator } from '../src';
import { main } from '../src/cli';
import { matching } from './support/matchers';

async function run(...argv: string[]): Promise<{ code: number; out: string; error: string }> {
  const written = { out: '', error: '' };
  const code = await main(argv, {
    out: (text) => (written.out += text),
    error: (text) => (written.error += text),
    untilStopped: () => Promise.resolve(),
  });
  return { code, ...written };
}

interface Pasted {
  readonly name: string;
  readonly options: Record<string, string>;
  readonly environment: NodeJS.Dict<string>;
  readonly text: string;
}

/** What the command prints for each service: pasted into a program, and read as a `.env` file. */
async function paste(...argv: string[]): Promise<Map<string, Pasted>> {
  const { code, out, error } = await run('--port', '0', ...argv);
  expect([code, error]).toEqual([0, '']);
  const sections = out.split(/^=== /m).slice(1);
  return new Map(
    sections.map((text) => {
      const [, program = '', lines = ''] = /^(new [^]*?^\))\n\n# \.env\n([^]*?)\n\n/m.exec(text) ?? [];
      const [, name = ''] = /^new (\w+)/.exec(program) ?? [];
      const scope = {
        verify: 'verify',
        [name]: function construct(...given: unknown[]) {
          return { given };
        },
      };
      const { given } = runInNewContext(program, scope) as { given: [Record<string, string>, ...unknown[]] };
      expect(given.slice(1)).toEqual(name === 'Strategy' ? ['verify'] : []);
      const title = text.slice(0, text.indexOf(':'));
      return [title, { name, options: { ...given[0] }, environment: parseEnv(lines), text }] as const;
    }),
  );
}

const withoutPort = (text: string): string => text.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:PORT');

test('prints a program and a .env file that can be pasted, for every service', async () => {
  const extra = 'http://localhost:4000/cb';
  const emulator = await startEmulator({ callbackURLs: [extra] });
  await emulator.close();
  const pasted = await paste('--callback', extra);
  expect([...pasted.keys()]).toEqual(emulator.providers.map(({ title }) => title));
  for (const { title, options, printedOptions, client, environmentPrefix } of emulator.providers) {
    const { name, options: given, environment, text } = pasted.get(title) as Pasted;
    const hasLogin = 'authorizationURL' in printedOptions;
    expect(name).toBe(hasLogin ? 'Strategy' : `${title.replace(' ', '')}Client`);
    const expected = {
      ...printedOptions,
      ...(hasLogin ? { callbackURL: client.callbackURLs[0] ?? '' } : {}),
    };
    const mapped = (values: object): [string, string][] =>
      Object.entries(values).map(([key, value]) => [key, withoutPort(String(value))]);
    expect(mapped(given)).toEqual(mapped(expected));
    const values = Object.values(options as Record<string, string>);
    const written = mapped(environment).map(([, value]) => value);
    expect(written.sort()).toEqual(values.map(withoutPort).sort());
    expect(environment[`${environmentPrefix}_CLIENT_ID`]).toBe(client.clientID);
    for (const url of client.callbackURLs) expect(text).toContain(url);
  }
});

test('the strategies and clients take what is printed, and the example reads the variables', async () => {
  const example = readFileSync(join(__dirname, '../../../examples/express-login/.env.example'), 'utf8');
  const pasted = await paste();
  for (const [title, { name, options, environment }] of pasted) {
    const provider = title.toLowerCase().replace(' ', '');
    const exported = jest.requireActual<Record<string, new (...given: unknown[]) => object>>(
      `passport-${provider}`,
    );
    const Class = exported[name];
    expect(Class && new Class(options, ...(name === 'Strategy' ? [() => undefined] : []))).toBeInstanceOf(
      Class,
    );
    const credentials = Object.keys(environment).filter((key) =>
      /_(CLIENT_ID|CLIENT_SECRET|API_KEY)$/.test(key),
    );
    expect(credentials.length).toBeGreaterThan(0);
    for (const key of credentials) expect(example).toContain(`#${key}=`);
  }
});

test('--provider limits, --automatic is announced', async () => {
  const { out } = await run('--port', '0', '--provider', 'komerza', '--automatic');
  expect(out).toMatch(/Komerza[\s\S]*approved at once/);
  expect(out).not.toContain('KOOMPI');
});

test.each(['--help', '-h'])('%s', async (option) => {
  expect(await run(option)).toMatchObject({ code: 0, out: matching(/^Usage: /), error: '' });
});

test.each([
  [['--prot', '4400'], "'--prot'"],
  [['--port', 'x'], '--port must be'],
  [['--port', '70000'], '--port must be'],
  [['--port', ''], '--port must be'],
  [['--provider', 'github'], `--provider must be one of ${providerNames.join(', ')}`],
  [['--callback', '/cb'], '--callback must be'],
  [['--callback', 'http://localhost/#'], '--callback must be'],
  [['koompi'], 'koompi'],
  [['--host', '0.0.0.0'], '--host and --allow-host need each other'],
  [['--allow-host', 'idp'], '--host and --allow-host need each other'],
])('%j: exit code 2', async (argv, message) => {
  const { code, out, error } = await run(...argv);
  expect([code, out]).toEqual([2, '']);
  expect(error).toContain(message);
});

test('A79 --host with --allow-host: the origins have the allowed name', async () => {
  const argv = ['--port', '0', '--provider', 'koompi', '--host', '0.0.0.0', '--allow-host', 'idp'];
  expect((await run(...argv)).out).toMatch(/KOOMPI: api http:\/\/idp:\d+\n/);
});

test('a wrong host: exit code 1', async () => {
  const { code, error } = await run('--port', '0', '--host', 'idp', '--allow-host', 'idp');
  expect([code, error]).toEqual([1, matching(/`host` to be an IP address/)]);
});

test('a taken port: exit code 1', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { code, error } = await run('--port', String((server.address() as AddressInfo).port));
  await new Promise((resolve) => server.close(resolve));
  expect(code).toBe(1);
  expect(error).toContain('EADDRINUSE');
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s stops the process with exit code 0', async (signal) => {
  const child: ChildProcess = spawn(
    process.execPath,
    ['-r', join(__dirname, 'support/typescript-hook.cjs'), join(__dirname, '../src/cli.ts'), '--port', '0'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let out = '';
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    out += chunk.toString();
    if (out.includes('Press Ctrl-C to stop.')) break;
  }
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([0, null]);
});
