import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import express from 'express';
import { webhook, type KopoKopoRequest, type KopoKopoWebhookStore } from 'passport-kopokopo';
import { useKopoKopo } from './support/kopokopo';

const kopokopo = useKopoKopo();

/** How a delivery ends: when the promise settles, the handler responds with the status. */
type Work = (attempt: number) => Promise<number> | number;

interface App {
  readonly url: string;
  /** The deliveries that the handler worked on, in order. */
  readonly handled: number[];
}

/** The handler of the README: works unless the webhook is a duplicate, and responds when the work is done. */
async function listen(work: Work, store?: KopoKopoWebhookStore): Promise<App> {
  const handled: number[] = [];
  const app = express();
  const { apiKey } = kopokopo.service.options;
  app.post('/', webhook({ apiKey, store }), async (req, res) => {
    const { webhook: seen } = (req as unknown as { kopokopo: KopoKopoRequest }).kopokopo;
    if (!seen?.duplicate) {
      const attempt = handled.push(Date.now());
      res.statusCode = await work(attempt);
    }
    res.end();
  });
  return { url: await kopokopo.listen(app), handled };
}

const send = (url: string, body: object): Promise<number> => kopokopo.service.sendWebhook(url, { body });

test('a delivery whose handler failed is handled again, one that succeeded is a duplicate', async () => {
  const { url, handled } = await listen((attempt) => (attempt === 1 ? 500 : 200));
  const body = kopokopo.service.createWebhook();
  for (const status of [500, 200, 200]) expect(await send(url, body)).toBe(status);
  expect(handled).toHaveLength(2);
});

describe('A65 a redelivery while the first is at work', () => {
  test('waits, and is acknowledged when the first has succeeded', async () => {
    const { url, handled } = await listen(() => wait(400, 200));
    const body = kopokopo.service.createWebhook();
    let acknowledged = 0;
    const first = send(url, body);
    await wait(100);
    const second = send(url, body).then((status) => {
      acknowledged = Date.now();
      return status;
    });
    expect(await Promise.all([first, second])).toEqual([200, 200]);
    expect(handled).toHaveLength(1);
    expect(acknowledged - (handled[0] ?? 0)).toBeGreaterThanOrEqual(390);
  });

  test('handles the event itself when the first has failed', async () => {
    const { url, handled } = await listen((attempt) => (attempt === 1 ? wait(300, 500) : 200));
    const body = kopokopo.service.createWebhook();
    const first = send(url, body);
    await wait(100);
    const others = [send(url, body), send(url, body)];
    expect(await Promise.all([first, ...others])).toEqual([500, 200, 200]);
    expect(handled).toHaveLength(2);
  });

  test('a handler that throws has failed', async () => {
    const { url, handled } = await listen(async (attempt) => {
      await wait(200);
      if (attempt === 1) throw new Error('the database is down');
      return 200;
    });
    const body = kopokopo.service.createWebhook();
    expect(await Promise.all([send(url, body), wait(50).then(() => send(url, body))])).toEqual([500, 200]);
    expect(handled).toHaveLength(2);
  });

  test('the sender of the first goes away: the event is handled once, because the handler goes on', async () => {
    const { url, handled } = await listen(() => wait(500, 200));
    const body = JSON.stringify(kopokopo.service.createWebhook());
    const headers = { 'X-KopoKopo-Signature': kopokopo.service.signWebhook(body) };
    const first = request(url, { method: 'POST', headers }).on('error', () => undefined);
    first.end(body);
    await wait(150);
    first.destroy();
    expect(await kopokopo.service.sendWebhook(url, { body })).toBe(200);
    expect(handled).toHaveLength(1);
  });

  test('a handler that never responds: the redelivery gets 503, and a later one handles the event', async () => {
    const { url, handled } = await listen((attempt) => (attempt === 1 ? new Promise(() => undefined) : 200));
    const body = JSON.stringify(kopokopo.service.createWebhook());
    const headers = { 'X-KopoKopo-Signature': kopokopo.service.signWebhook(body) };
    request(url, { method: 'POST', headers })
      .on('error', () => undefined)
      .end(body);
    await wait(100);
    expect(await kopokopo.service.sendWebhook(url, { body })).toBe(503);
    expect(handled).toHaveLength(1);
    const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 120_000);
    try {
      expect(await kopokopo.service.sendWebhook(url, { body })).toBe(200);
    } finally {
      now.mockRestore();
    }
    expect(handled).toHaveLength(2);
  }, 20_000);
});

describe('a store of the application', () => {
  /** One table of events for several processes, in which each step may fail. */
  function sharedStore(
    failing: Partial<Record<keyof KopoKopoWebhookStore, unknown>> = {},
  ): KopoKopoWebhookStore {
    const events = new Map<string, string>();
    const step = async (name: keyof KopoKopoWebhookStore): Promise<void> => {
      await wait(1);
      if (name in failing) await Promise.reject(failing[name]);
    };
    return {
      async claim(key, owner) {
        await step('claim');
        const state = events.get(key);
        if (state !== undefined) return state === 'done' ? 'done' : 'busy';
        events.set(key, owner);
        return 'new';
      },
      async complete(key) {
        await step('complete');
        events.set(key, 'done');
      },
      async release(key, owner) {
        await step('release');
        if (events.get(key) === owner) events.delete(key);
      },
    };
  }

  test('A65 two processes handle an event once', async () => {
    const store = sharedStore();
    const [one, other] = [
      await listen(() => wait(200, 200), store),
      await listen(() => wait(200, 200), store),
    ];
    const body = kopokopo.service.createWebhook();
    expect(await Promise.all([send(one.url, body), send(other.url, body)])).toEqual([200, 200]);
    expect(one.handled.length + other.handled.length).toBe(1);
  });

  test.each([[new Error('the database is down')], [undefined], [null], ['route'], [0]])(
    'A59 a claim that rejects with %p: 500, and the handler does not run',
    async (reason) => {
      const { url, handled } = await listen(() => 200, sharedStore({ claim: reason }));
      expect(await send(url, kopokopo.service.createWebhook())).toBe(500);
      expect(handled).toEqual([]);
    },
  );

  test.each([
    ['complete', 200],
    ['release', 500],
  ] as const)('a %s that rejects is one warning, and the process lives', async (name, status) => {
    const warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    try {
      const { url } = await listen(() => status, sharedStore({ [name]: undefined }));
      expect(await send(url, kopokopo.service.createWebhook())).toBe(status);
      await wait(50);
      expect(warning).toHaveBeenCalledTimes(1);
      expect(String(warning.mock.calls[0]?.[0])).toMatch(/store of webhooks failed/);
    } finally {
      warning.mockRestore();
    }
  });

  test.each([
    [{}],
    [{ claim: () => 'new' }],
    [{ claim: 1, complete: 2, release: 3 }],
    ['redis'],
    [() => 'new'],
  ])('that is %p is a TypeError at once', (store) => {
    expect(() => webhook({ apiKey: 'key', store: store as never })).toThrow(TypeError);
    expect(() => webhook({ apiKey: 'key', store: store as never })).toThrow(
      /`store`.*claim, complete and release/,
    );
  });
});
