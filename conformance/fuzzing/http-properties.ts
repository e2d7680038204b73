import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { Strategy as CoinPay } from 'passport-coinpay';
import { type ProviderStrategy } from 'passport-oauth2-base';
import { faults, startEmulator, type CoinPayEmulator, type Emulator } from 'passport-provider-emulator';
import { authenticate, stateOf, Visitor, type Outcome } from 'passport-strategy-contract/harness';
import { bodies, claimsOf, draft, headerOf, jwks, looseJson, tokenText } from './arbitraries';
import { property, within } from './support';

let emulator: Emulator;
let service: CoinPayEmulator;
const callbackURL = 'http://localhost:3000/fire/callback';
/** What a login may take, in milliseconds; its requests have a smaller limit. */
const limit = 4_000;
const pristine = { ...({} as CoinPayEmulator['switches']) };

beforeAll(async () => {
  emulator = await startEmulator({ providers: ['coinpay'], callbackURLs: [callbackURL] });
  service = emulator.coinpay;
  Object.assign(pristine, service.switches);
});
afterEach(() => {
  Object.assign(service.switches, pristine);
  service.clearFaults();
});
afterAll(() => emulator.close());

function makeStrategy(options: object = {}): ProviderStrategy {
  const all = { ...service.options, callbackURL, timeout: 3_000, ...options };
  const verify = (_a: string, _r: string, profile: object, done: (error: null, user: object) => void): void =>
    done(null, profile);
  return new CoinPay(all as never, verify as never);
}

/** One whole login; the first user consents. */
async function login(strategy: ProviderStrategy): Promise<Outcome> {
  (service.requests as unknown[]).length = 0;
  (emulator.requests as unknown[]).length = 0;
  const visitor = new Visitor();
  const url = await visitor.start(strategy);
  const callback = new URL(await service.authorize(url));
  return within(limit, visitor.finish(strategy, Object.fromEntries(callback.searchParams)));
}

/** A failure has a reason; a success is of the user who consented, and never of anybody else. */
function expectRightUserOrReason(outcome: Outcome, subject = service.users[0]?.id): void {
  if (outcome.kind === 'success') expect(outcome.user).toMatchObject({ provider: 'coinpay', id: subject });
  else expect(`${outcome.kind} ${outcome.reason}`).toMatch(/^(error|fail) [a-z_]+$/);
}

/** A failure, and for one of these reasons. */
function expectRefused(outcome: Outcome, reason: RegExp): void {
  expect(`${outcome.kind} ${outcome.reason}`).toMatch(/^(error|fail) /);
  expect(outcome.reason).toMatch(reason);
}

/** What an id_token may say: each run is a login over HTTP. */
export function idTokenProperties(runs: number): void {
  property('A21: no string but the genuine one is an id_token', runs, () =>
    fc.asyncProperty(tokenText, async (make) => {
      let isGenuine = false;
      service.switches.idToken = (genuine, tools) => {
        const right = tools.sign(genuine);
        const text = make(right);
        isGenuine = text === right;
        return text;
      };
      const outcome = await login(shared());
      if (isGenuine) expect(outcome.kind).toBe('success');
      else expectRefused(outcome, /^id_token_/);
    }),
  );

  property('A19, A20: no claims sign anybody in but those that fit the login', runs, () =>
    fc.asyncProperty(claimsOf, async (change) => {
      let right: Record<string, unknown> = {};
      let given: Record<string, unknown> = {};
      service.switches.idToken = ({ header, claims }) => {
        right = claims;
        given = change(claims);
        return { header, claims: given };
      };
      const outcome = await login(shared());
      if (outcome.kind !== 'success') return expectRefused(outcome, /^(id_token_|profile_invalid)/);
      for (const name of ['iss', 'nonce']) expect(given[name]).toBe(right[name]);
      expect([given['aud']].flat()).toEqual([right['aud']].flat());
      expect(outcome.user).toMatchObject({ id: given['sub'] });
    }),
  );

  property('A24–A26: whatever a header says, only the genuine key and algorithm verify', runs, () =>
    fc.asyncProperty(headerOf, fc.boolean(), async (change, byAnother) => {
      let given: Record<string, unknown> = {};
      service.switches.idToken = ({ header, claims }, tools) => {
        given = change(header);
        const spoilt = { header: given, claims };
        return byAnother ? tools.signUnpublished(spoilt) : tools.sign(spoilt);
      };
      const outcome = await login(shared());
      if (outcome.kind !== 'success') return expectRefused(outcome, /^id_token_/);
      expect([byAnother, given['alg'], given['crit']]).toEqual([false, service.keys.algorithm, undefined]);
    }),
  );

  property('A22: any draft signed by anybody else is refused', runs, () =>
    fc.asyncProperty(draft, fc.string(), async ({ header, claims }, secret) => {
      service.switches.idToken = (genuine, tools) => {
        const mixed = {
          header: { ...genuine.header, ...header },
          claims: { ...genuine.claims, ...claims },
        };
        return secret.length % 2 === 0 ? tools.unsigned(mixed) : tools.signHmac(mixed, secret);
      };
      expectRefused(await login(shared()), /^id_token_/);
    }),
  );
}

/** What documents and answers may say: each run is a login over HTTP, or the part of it that reads them. */
export function documentProperties(runs: number): void {
  property('A29, A30: any JWKS verifies genuine tokens or nothing', runs, () =>
    fc.asyncProperty(jwks, fc.boolean(), async (make, bySomebodyElse) => {
      service.switches.jwks = (genuine) => make(genuine.keys);
      service.switches.idToken = (genuine, tools) =>
        bySomebodyElse ? tools.signUnpublished(genuine) : tools.sign(genuine);
      const outcome = await login(makeStrategy());
      if (bySomebodyElse) expectRefused(outcome, /^(id_token_|jwks_)/);
      else expectRightUserOrReason(outcome);
    }),
  );

  property('A29: any body at the address of the JWKS', Math.min(runs, 3_000), () =>
    fc.asyncProperty(bodies, fc.constantFrom(200, 200, 404, 500), async (body, status) => {
      service.fault('jwks', faults.status(status, body, { 'Content-Type': 'application/json' }));
      const reason = /^(id_token_|jwks_|response_not_json|provider_unavailable|token_refused)/;
      expectRefused(await login(makeStrategy()), reason);
    }),
  );

  property('A17, A39: userinfo signs in the user of the id_token, or nobody', runs, () =>
    fc.asyncProperty(fc.oneof(bodies, looseJson(['sub', 'name', 'email'])), async (body) => {
      service.fault('userProfile', faults.body(body));
      expectRightUserOrReason(await login(userinfo()));
    }),
  );

  property('A37, A41: any error body at the token endpoint is a refusal', runs, () =>
    fc.asyncProperty(
      fc.oneof(bodies, looseJson(['error', 'error_description', 'error_uri', 'message', 'code', 'status'])),
      fc.integer({ min: 400, max: 599 }),
      fc.constantFrom('application/json', 'text/html', 'text/plain; charset=x', ''),
      async (body, status, type) => {
        service.fault('token', faults.status(status, body, { 'Content-Type': type }));
        const visitor = new Visitor();
        const state = stateOf(await visitor.start(shared()));
        const outcome = await within(limit, visitor.finish(shared(), { code: 'any', state }));
        expectRefused(outcome, /^(token_refused|rate_limited|provider_unavailable)$/);
        const { message } = outcome.error as Error;
        expect(message.length).toBeLessThan(2_000);
        expect(message).not.toMatch(/[\p{Cc}]/u);
      },
    ),
  );

  property('A31, A32: any discovery document is refused, or is of this issuer and safe', runs, () =>
    fc.asyncProperty(
      fc.oneof(bodies, looseJson(['issuer', 'token_endpoint', 'jwks_uri', 'authorization_endpoint'])),
      fc.boolean(),
      async (text, right) => {
        const body = right ? withIssuer(text, documents.origin) : text;
        documents.body = body;
        const strategy = makeStrategy({ issuer: documents.origin, discovery: true, ...undiscovered });
        const outcome = await within(limit, startOf(strategy));
        if (outcome.kind !== 'redirect') {
          return expect(outcome.reason).toMatch(/^(discovery_|response_not_json|pkce_unsupported)/);
        }
        expect((JSON.parse(body) as { issuer: unknown }).issuer).toBe(documents.origin);
        expect(outcome.url).toMatch(/^(https:|http:\/\/(localhost|127\.|\[::1\]))/);
      },
    ),
  );
}

let cached: ProviderStrategy | undefined;
let asking: ProviderStrategy | undefined;
/** A strategy that knows the keys already, most of the time. */
const shared = (): ProviderStrategy => (cached ??= makeStrategy());
const userinfo = (): ProviderStrategy => (asking ??= makeStrategy({ profileSource: 'userinfo' }));

const undiscovered = { tokenURL: undefined, userProfileURL: undefined, jwksURL: undefined };

function startOf(strategy: ProviderStrategy): Promise<Outcome> {
  return authenticate(strategy, new Visitor().request());
}

function withIssuer(text: string, issuer: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify({ ...(value as object), issuer });
  } catch {
    return text;
  }
}

/** A server for discovery documents: the emulator's own is always right. */
const documents = {
  body: '',
  server: undefined as Server | undefined,
  get origin(): string {
    return `http://127.0.0.1:${(this.server?.address() as AddressInfo).port}`;
  },
};
beforeAll(async () => {
  documents.server = createServer((_req: IncomingMessage, res: ServerResponse) => {
    res.writeHead(200, { 'Content-Type': 'application/json' }).end(documents.body);
  });
  await new Promise<void>((resolve) => documents.server?.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  documents.server?.closeAllConnections();
  documents.server?.close();
});
