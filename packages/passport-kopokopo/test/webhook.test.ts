import { request } from 'node:http';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { webhook, type KopoKopoWebhook, type KopoKopoWebhookOptions } from 'passport-kopokopo';
import { useKopoKopo } from './support/kopokopo';

const kopokopo = useKopoKopo();

interface App {
  readonly url: string;
  /** Webhooks that passed, in order. */
  readonly passed: KopoKopoWebhook[];
  /** Errors that reached Express. */
  readonly errors: { reason?: string; message: string }[];
}

const keys = (): { apiKey: string; clientSecret: string } => {
  const { apiKey, clientSecret } = kopokopo.service.options;
  return { apiKey, clientSecret };
};

/** An application that takes webhooks at `/`, with what may stand before the middleware. */
async function listen(
  options: KopoKopoWebhookOptions = { apiKey: keys().apiKey },
  ...before: RequestHandler[]
): Promise<App> {
  const passed: KopoKopoWebhook[] = [];
  const errors: App['errors'] = [];
  const app = express();
  app.post('/', ...before, webhook(options), (req, res) => {
    const { kopokopo: given, user } = req as { kopokopo?: { webhook?: KopoKopoWebhook }; user?: unknown };
    if (given?.webhook && user === undefined) passed.push(given.webhook);
    res.sendStatus(200);
  });
  app.use(((error: { status?: number; message: string }, _req, res, _next) => {
    errors.push(error);
    res.status(error.status ?? 500).end();
  }) as ErrorRequestHandler);
  return { url: await kopokopo.listen(app), passed, errors };
}

/** Sends a request as it stands here. */
function post(url: string, body: string, headers: Record<string, string | string[]>): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', headers }, (incoming) => {
      incoming.resume().on('end', () => resolve(incoming.statusCode ?? 0));
    });
    outgoing.on('error', reject).end(body);
  });
}

describe('signatures', () => {
  test('a good one passes, with topic, id, body and the bytes', async () => {
    const app = await listen();
    const body = kopokopo.service.createWebhook('customer_created');
    expect(await kopokopo.service.sendWebhook(app.url, { body })).toBe(200);
    const [{ rawBody, ...seen }] = app.passed as [KopoKopoWebhook];
    expect(seen).toEqual({ id: body['id'], topic: 'customer_created', duplicate: false, body });
    expect(Buffer.from(rawBody).toString()).toBe(JSON.stringify(body));
  });

  test.each(['bad', 'truncated', 'uppercase', 'missing'] as const)(
    'a %s one is answered with 401',
    async (sign) => {
      const app = await listen();
      expect(await kopokopo.service.sendWebhook(app.url, { sign })).toBe(401);
      expect([app.passed, app.errors]).toEqual([[], []]);
    },
  );

  test.each<[string, (good: string) => string | string[]]>([
    ['twice', (good) => [good, good]],
    ['a good and a bad one', (good) => [good, 'f'.repeat(64)]],
    ['empty', () => ''],
    ['with something behind it', (good) => `${good}0`],
    ['with a prefix', (good) => `sha256=${good}`],
    ['in base64', (good) => Buffer.from(good, 'hex').toString('base64')],
    ['of 64 letters that are no hex', () => 'z'.repeat(64)],
  ])('a header %s is answered with 401', async (_what, change) => {
    const app = await listen();
    const good = kopokopo.service.signWebhook('{}');
    expect(await post(app.url, '{}', { 'X-KopoKopo-Signature': good })).toBe(200);
    expect(await post(app.url, '{}', { 'X-KopoKopo-Signature': change(good) })).toBe(401);
    expect(app.passed).toHaveLength(1);
  });

  test.each<[string, () => KopoKopoWebhookOptions, number, number]>([
    ['the API key', () => ({ apiKey: keys().apiKey }), 200, 401],
    ['the client secret', () => ({ clientSecret: keys().clientSecret }), 401, 200],
    ['both', keys, 200, 200],
    ['an old and a new API key', () => ({ apiKey: ['old', keys().apiKey] }), 200, 401],
    ['another key', () => ({ apiKey: 'another' }), 401, 401],
  ])('with %s', async (_what, options, byApiKey, byClientSecret) => {
    const { url } = await listen(options());
    expect(await kopokopo.service.sendWebhook(url, { key: 'apiKey' })).toBe(byApiKey);
    expect(await kopokopo.service.sendWebhook(url, { key: 'clientSecret' })).toBe(byClientSecret);
  });

  test.each<[string, unknown]>([
    ['no options', undefined],
    ['no key', {}],
    ['an undefined key', { apiKey: undefined }],
    ['an empty key', { apiKey: '' }],
    ['an empty list', { apiKey: [] }],
    ['an empty key among others', { apiKey: ['good', ''] }],
    ['an empty key beside another', { apiKey: 'good', clientSecret: '' }],
    ['a key that is a number', { apiKey: 5 }],
  ])('%s is a TypeError at once', (_what, options) => {
    expect(() => webhook(options as never)).toThrow(TypeError);
    expect(() => webhook(options as never)).toThrow(/API key/);
  });
});

describe('the raw body', () => {
  const parsers: [string, RequestHandler[]][] = [
    ['the stream', []],
    ['express.raw()', [express.raw({ type: '*/*' })]],
    [
      'a parser that keeps req.rawBody',
      [express.json({ verify: (req, _res, bytes) => void Object.assign(req, { rawBody: bytes }) })],
    ],
  ];
  const forms = ['compact', 'spaced', 'restless'] as const;

  test.each(parsers.flatMap(([from, before]) => forms.map((form) => [from, form, before] as const)))(
    'from %s, written %s: passes, and nothing else does',
    async (_from, form, before) => {
      const app = await listen(undefined, ...before);
      expect(await kopokopo.service.sendWebhook(app.url, { form })).toBe(200);
      expect(await kopokopo.service.sendWebhook(app.url, { form, sign: 'bad' })).toBe(401);
      expect(app.passed[0]?.body).toMatchObject({ event: { resource: { sender_last_name: 'Núñez 🌾' } } });
    },
  );

  test('in many pieces, cut inside of a character', async () => {
    const app = await listen();
    const body = Buffer.from(JSON.stringify({ id: '1', name: '🌾'.repeat(20_000) }));
    const headers = { 'X-KopoKopo-Signature': kopokopo.service.signWebhook(body) };
    const status = await new Promise((resolve) => {
      const outgoing = request(app.url, { method: 'POST', headers }, (res) => resolve(res.statusCode));
      for (let at = 0; at < body.length; at += 9_999) outgoing.write(body.subarray(at, at + 9_999));
      outgoing.end();
    });
    expect(status).toBe(200);
    expect(app.passed[0]?.body).toMatchObject({ name: '🌾'.repeat(20_000) });
  });

  test.each<[string, RequestHandler]>([
    ['express.json()', express.json()],
    ['express.text()', express.text({ type: '*/*' })],
    ['somebody who read it and left nothing', (req, _res, next) => void req.on('end', next).resume()],
  ])('eaten by %s: an error that says what to do', async (_what, eater) => {
    const app = await listen(undefined, eater);
    expect(await kopokopo.service.sendWebhook(app.url)).toBe(500);
    expect(app.passed).toEqual([]);
    expect(app.errors).toMatchObject([{ name: 'RawBodyError', reason: 'webhook_body_parsed' }]);
    expect(app.errors[0]?.message).toMatch(/before express\.json\(\).*express\.raw\(\{ type: '\*\/\*' \}\)/);
  });

  test.each([
    [1_048_576, 200],
    [1_048_577, 413],
    [2_000_000, 413],
  ])('of %d bytes: %d', async (bytes, status) => {
    const app = await listen();
    const body = `{"a":"${'x'.repeat(bytes - 8)}"}`;
    expect(await kopokopo.service.sendWebhook(app.url, { body })).toBe(status);
    expect([app.passed.length, app.errors]).toEqual([status === 200 ? 1 : 0, []]);
  });

  describe.each([
    ['announced by its length', { 'Content-Length': '200000000' }],
    ['in chunks', {}],
  ])('A71 200 MB without a signature, %s', (_how, headers) => {
    /** Sends until the connection closes; gives the status, and how many bytes the sender could get rid of. */
    async function flood(url: string, start: number): Promise<{ status: number; sent: number; ms: number }> {
      let sent = 0;
      let status = 0;
      await new Promise<void>((resolve) => {
        const chunk = Buffer.alloc(65_536, 'x');
        const outgoing = request(url, { method: 'POST', headers }, (incoming) => {
          status = incoming.statusCode ?? 0;
          incoming.resume();
        });
        outgoing.on('error', () => undefined).on('close', resolve);
        const more = (): void => {
          if (sent >= 200_000_000 || outgoing.destroyed) return;
          outgoing.write(chunk, () => {
            sent += chunk.length;
            setImmediate(more);
          });
        };
        more();
      });
      return { status, sent, ms: Date.now() - start };
    }

    test('is answered and closed at the limit', async () => {
      const app = await listen();
      const { status, sent, ms } = await flood(app.url, Date.now());
      expect(status).toBe(413);
      // The buffers of two sockets may hold a few megabytes beyond the limit.
      expect(sent).toBeLessThan(20_000_000);
      expect(ms).toBeLessThan(5_000);
      expect([app.passed, app.errors]).toEqual([[], []]);
    });
  });

  test.each(['not json', '', '[]', 'null', '"x"', '5', '{"a":1', '\u0000'])(
    'signed %j: 400',
    async (body) => {
      const app = await listen();
      const signature = kopokopo.service.signWebhook(body);
      expect(await post(app.url, body, { 'X-KopoKopo-Signature': signature })).toBe(400);
      expect([app.passed, app.errors]).toEqual([[], []]);
      // The signature is looked at first.
      expect(await post(app.url, body, {})).toBe(401);
    },
  );
});
