import type { Express } from 'express';
import { startEmulator } from 'passport-provider-emulator';
import request from 'supertest';

test('the ten-line CommonJS example signs in', async () => {
  const emulator = await startEmulator({ providers: ['koompi'] });
  const { clientID, clientSecret } = emulator.koompi.options;
  Object.assign(process.env, {
    KOOMPI_EMULATOR: emulator.koompi.origins['api'],
    KOOMPI_CLIENT_ID: clientID,
    KOOMPI_CLIENT_SECRET: clientSecret,
  });
  const app = jest.requireActual<Express>('../../commonjs-minimal/app.js');
  const agent = request.agent(app);
  expect((await agent.get('/')).text).toContain('href="/api/auth/login/koompi"');
  const start = await agent.get('/api/auth/login/koompi');
  const callback = new URL(await emulator.koompi.authorize(start.headers['location'] ?? ''));
  const finish = await agent.get(`${callback.pathname}${callback.search}`);
  expect([finish.status, finish.headers['location']]).toEqual([302, '/']);
  expect((await agent.get('/')).text).toBe(`Hello, ${emulator.koompi.users[0]?.name}`);
  await emulator.close();
});
