import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import express from 'express';
import KopoKopo from 'passport-kopokopo';
import {
  startEmulator,
  type Emulator,
  type KopoKopoEmulator,
  type WebhookOptions,
} from 'passport-provider-emulator';
import { Judge } from './support/judge';

/** Kopo Kopo's own SDK for Node. */
describe("k2-connect-node at the emulator's Kopo Kopo", () => {
  let emulator: Emulator;
  let kopokopo: KopoKopoEmulator;
  let sdk: Judge;
  let client: InstanceType<typeof KopoKopo.KopoKopoClient>;
  beforeAll(async () => {
    emulator = await startEmulator({ providers: ['kopokopo'] });
    ({ kopokopo } = emulator);
    const { clientID, clientSecret, apiKey, baseURL } = kopokopo.options;
    sdk = new Judge('k2-connect.mjs');
    await sdk.call('configure', { clientId: clientID, clientSecret, apiKey, baseUrl: baseURL });
    client = new KopoKopo.KopoKopoClient({ clientID, clientSecret, baseURL });
  });
  afterAll(() => Promise.all([sdk.close(), emulator.close()]));

  const newToken = async (): Promise<string> =>
    ((await sdk.call('getToken')) as { access_token: string }).access_token;

  describe('tokens', () => {
    test('gets one', async () => {
      expect(await sdk.call('getToken')).toEqual({
        access_token: expect.any(String) as string,
        token_type: 'Bearer',
        expires_in: 3600,
        created_at: expect.any(Number) as number,
      });
    });

    test('reads it, and so do we', async () => {
      const accessToken = await newToken();
      const info = await sdk.call('infoToken', { accessToken });
      expect(info).toMatchObject({ application: { uid: kopokopo.options.clientID }, scope: [] });
      expect(await client.tokenInfo(accessToken)).toMatchObject({ id: kopokopo.options.clientID });
    });

    const sentBadly = { authorization: 'Bearer null', contentType: 'application/json', status: 200 };

    test('introspects it, by JSON under `Authorization: Bearer null`', async () => {
      const accessToken = await newToken();
      const { answer, told } = (await sdk.call('introspectToken', { accessToken })) as Told;
      expect(answer).toMatchObject({ ...sentBadly, path: '/oauth/introspect', data: { active: true } });
      // It reads the wrong member of its HTTP client's response.
      expect(told).toBeNull();
      const { exp, iat } = answer.data as Record<string, string>;
      expect(exp).toMatch(/\+03:00$/);
      expect(await client.introspect(accessToken)).toMatchObject({
        active: true,
        expiresAt: new Date(exp ?? ''),
        issuedAt: new Date(iat ?? ''),
      });
    });

    test('revokes it in the same way; then it is none for anybody', async () => {
      const accessToken = await newToken();
      const { answer } = (await sdk.call('revokeToken', { accessToken })) as Told;
      expect(answer).toMatchObject({ ...sentBadly, path: '/oauth/revoke', data: {} });
      expect(await client.introspect(accessToken)).toMatchObject({ active: false });
      await expect(client.tokenInfo(accessToken)).rejects.toMatchObject({ reason: 'profile_refused' });
      await expect(sdk.call('infoToken', { accessToken })).rejects.toThrow('Unauthorized');
    });

    test('a token that we got is one for the SDK, until we revoke it', async () => {
      const { accessToken } = await client.applicationToken();
      expect(await sdk.call('infoToken', { accessToken })).toMatchObject({ resource_owner_id: null });
      await client.revoke(accessToken);
      const { answer } = (await sdk.call('introspectToken', { accessToken })) as Told;
      expect(answer.data).toEqual({ active: false });
    });

    test('is refused where the service insists on its documents', async () => {
      const accessToken = await newToken();
      kopokopo.switches.tolerateNodeSdk = false;
      try {
        await expect(sdk.call('introspectToken', { accessToken })).rejects.toThrow('Unauthorized');
        await expect(sdk.call('revokeToken', { accessToken })).rejects.toThrow('Unauthorized');
        expect(await client.introspect(accessToken)).toMatchObject({ active: true });
      } finally {
        kopokopo.switches.tolerateNodeSdk = true;
      }
    });
  });

  describe('webhooks that the emulator signs', () => {
    let ours: Server;
    let theirURL: string;
    let seen: unknown[];
    beforeAll(async () => {
      theirURL = (await sdk.call('listen')) as string;
      const app = express();
      const check = KopoKopo.webhook({ apiKey: kopokopo.options.apiKey });
      app.post('/webhook', check, (req, res) => {
        seen.push((req as { kopokopo?: { webhook?: { body: unknown } } }).kopokopo?.webhook?.body);
        res.sendStatus(200);
      });
      ours = createServer(app);
      await new Promise<void>((resolve) => ours.listen(0, '127.0.0.1', resolve));
    });
    afterAll(() => new Promise((resolve) => ours.close(resolve)));
    beforeEach(async () => {
      seen = [];
      await sdk.call('received');
    });

    const ourURL = (): string => `http://127.0.0.1:${(ours.address() as AddressInfo).port}/webhook`;
    /** The same webhook to both: what each answers, and what our function says. */
    async function both(options: WebhookOptions = {}): Promise<object> {
      const sent = { body: kopokopo.createWebhook(), ...options };
      const theirs = await kopokopo.sendWebhook(theirURL, sent);
      const middleware = await kopokopo.sendWebhook(ourURL(), sent);
      const { body, signature } = kopokopo.deliveries.at(-1) ?? { body: '', signature: undefined };
      return {
        theirs,
        middleware,
        verifyWebhook: KopoKopo.verifyWebhook(body, signature, kopokopo.options.apiKey),
      };
    }

    test('pass its check and ours, with the same body', async () => {
      const body = kopokopo.createWebhook('b2b_transaction_received');
      expect(await both({ body })).toEqual({ theirs: 200, middleware: 200, verifyWebhook: true });
      expect(await sdk.call('received')).toEqual([{ passed: true, body }]);
      expect(seen).toEqual([body]);
    });

    test.each<WebhookOptions>([{ sign: 'bad' }, { key: 'clientSecret' }])(
      'are refused by both: %p',
      async (spoilt) => {
        expect(await both(spoilt)).toEqual({ theirs: 401, middleware: 401, verifyWebhook: false });
        expect(seen).toEqual([]);
      },
    );

    test.each<WebhookOptions>([{ sign: 'truncated' }, { sign: 'missing' }])(
      'make the SDK fail, and are refused by us: %p',
      async (spoilt) => {
        expect(await both(spoilt)).toEqual({ theirs: 500, middleware: 401, verifyWebhook: false });
      },
    );

    test('keep their signature for us in every spelling of JSON; the SDK writes the body anew', async () => {
      expect(await both({ form: 'restless' })).toEqual({ theirs: 401, middleware: 200, verifyWebhook: true });
      expect(await both({ form: 'spaced' })).toEqual({ theirs: 401, middleware: 200, verifyWebhook: true });
    });

    test('come to a subscription that the SDK made', async () => {
      const accessToken = await newToken();
      const location = await sdk.call('subscribe', {
        eventType: 'buygoods_transaction_received',
        url: theirURL,
        scope: 'till',
        scopeReference: '000000',
        accessToken,
      });
      expect(location).toEqual(expect.stringContaining('/api/v1/webhook_subscriptions/'));
      expect(await sdk.call('getStatus', { location, accessToken })).toHaveProperty('data');
      expect(kopokopo.subscriptions.at(-1)).toMatchObject({ url: theirURL });
    });
  });
});

interface Told {
  readonly told: unknown;
  readonly answer: { readonly data: unknown };
}
