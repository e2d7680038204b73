import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Express } from 'express';
import { startEmulator, type AuthorizeOptions, type Emulator } from 'passport-provider-emulator';
import request from 'supertest';

const file = join(__dirname, '..', '..', 'commonjs-minimal', 'app.js');
const log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
let emulator: Emulator;
let app: Express;

beforeAll(async () => {
  emulator = await startEmulator({ providers: ['koompi'] });
  const { clientID, clientSecret } = emulator.koompi.options;
  Object.assign(process.env, {
    KOOMPI_EMULATOR: emulator.koompi.origins['api'],
    KOOMPI_CLIENT_ID: clientID,
    KOOMPI_CLIENT_SECRET: clientSecret,
  });
  app = jest.requireActual<Express>(file);
});
beforeEach(() => log.mockClear());
afterAll(() => emulator.close());

type Agent = ReturnType<typeof request.agent>;

/** Goes to KOOMPI, decides there, and comes back. */
async function comeBack(agent: Agent, options?: AuthorizeOptions): Promise<request.Response> {
  const start = await agent.get('/api/auth/login/koompi');
  const callback = new URL(await emulator.koompi.authorize(start.headers['location'] ?? '', options));
  return agent.get(`${callback.pathname}${callback.search}`);
}

test('the CommonJS example signs in and out', async () => {
  const agent = request.agent(app);
  expect((await agent.get('/')).text).toContain('href="/api/auth/login/koompi"');
  const finish = await comeBack(agent);
  expect([finish.status, finish.headers['location']]).toEqual([302, '/']);
  expect(finish.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Lax$/);
  const home = await agent.get('/');
  expect(home.text).toContain(`<h1>Hello, ${emulator.koompi.users[0]?.name}</h1>`);
  expect(home.text).toContain('<form method="post" action="/api/auth/logout"><button>Sign out</button>');
  expect((await agent.post('/api/auth/logout')).headers['location']).toBe('/');
  expect((await agent.get('/')).text).toContain('Sign in with KOOMPI');
  expect(log).not.toHaveBeenCalled();
});

test('a person who declines gets a page with the reason', async () => {
  const page = await comeBack(request.agent(app), { decision: 'deny' });
  expect(page.status).toBe(403);
  expect(page.text).toContain('You declined. Reason: <code>access_denied</code>');
  expect(log).not.toHaveBeenCalled();
});

test('a failed login gets a page with the reason, and the hint goes to the log only', async () => {
  const agent = request.agent(app);
  await agent.get('/api/auth/login/koompi');
  const page = await agent.get('/api/auth/callback/koompi').query({ code: 'c', state: '<b>forged</b>' });
  expect(page.status).toBe(403);
  expect(page.text).toContain('Reason: <code>state_unknown</code>');
  expect(page.text).toContain('href="/api/auth/login/koompi"');
  const [error] = log.mock.calls[0] as [{ hint: string }];
  expect(error.hint.length).toBeGreaterThan(0);
  expect(page.text).not.toContain(error.hint);
  expect(page.text).not.toContain('<b>');
});

test('it listens on this computer only', async () => {
  // A module loaded before the app notes where its server would listen.
  const probe = `const net = require('node:net');
    net.Server.prototype.listen = (...to) => { console.log(JSON.stringify(to.slice(0, 2))); process.exit(); };`;
  const preload = `data:text/javascript,${encodeURIComponent(asModule(probe))}`;
  const child = spawn(process.execPath, ['--import', preload, file], { env: process.env });
  let written = '';
  child.stdout.on('data', (chunk: Buffer) => (written += chunk.toString()));
  await once(child, 'close');
  expect(JSON.parse(written)).toEqual([3000, '127.0.0.1']);
});

function asModule(code: string): string {
  return `import { createRequire } from 'node:module'; const require = createRequire('file:///'); ${code}`;
}
