import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const start = join(__dirname, '..', '..', '..', 'tools', 'start.mjs');

test.each(['SIGINT', 'SIGTERM'] as const)(
  'npm start prints its address, and %s ends it without a trace',
  async (signal) => {
    const child = spawn(process.execPath, [start], { env: { ...process.env, PORT: '0', NODE_OPTIONS: '' } });
    const written = { stdout: '', stderr: '' };
    child.stderr.on('data', (chunk: Buffer) => (written.stderr += chunk.toString()));
    const address = await new Promise<string>((resolve, reject) => {
      child.once('exit', () => reject(new Error(`It did not start: ${JSON.stringify(written)}`)));
      child.stdout.on('data', (chunk: Buffer) => {
        written.stdout += chunk.toString();
        const found = /Open (http:\/\/localhost:\d+)/.exec(written.stdout)?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    expect(written.stdout).toContain(
      'Emulated on this computer: CoinPay, KOOMPI, KonPro, Komerza, Kopo Kopo',
    );

    // A browser keeps its connection open: that must not keep the process.
    const home = address.replace('localhost', '127.0.0.1');
    const login = await fetch(`${home}/api/auth/login/koompi`, { redirect: 'manual' });
    expect(login.headers.get('location')).toBe(`${address}/api/auth/login/koompi`);

    const exited = once(child, 'exit');
    child.kill(signal);
    expect(await exited).toEqual([0, null]);
    expect(written.stderr).toBe('');
    await expect(fetch(home)).rejects.toThrow('fetch failed');
  },
  60_000,
);
