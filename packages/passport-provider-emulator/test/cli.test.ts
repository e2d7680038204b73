import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
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

test('prints the origins, credentials, options and callback URLs of every service', async () => {
  const callbackURL = 'http://localhost:4000/cb';
  const emulator = await startEmulator({ callbackURLs: [callbackURL] });
  await emulator.close();
  const { code, out, error } = await run('--port', '0', '--callback', callbackURL);
  expect([code, error]).toEqual([0, '']);
  const withoutPorts = (text: string): string => text.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT');
  const paragraphs = withoutPorts(out).split('\n\n');
  for (const { title, origins, options, client } of emulator.providers) {
    const paragraph = paragraphs.find((text) => text.startsWith(title)) ?? '';
    for (const [name, value] of Object.entries({ ...origins, ...(options as object) }))
      expect(paragraph).toMatch(new RegExp(`  ${name}.* ${escaped(withoutPorts(String(value)))}$`, 'm'));
    for (const url of client.callbackURLs) expect(paragraph).toContain(withoutPorts(url));
  }
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

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
])('%j: exit code 2', async (argv, message) => {
  const { code, out, error } = await run(...argv);
  expect([code, out]).toEqual([2, '']);
  expect(error).toContain(message);
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
