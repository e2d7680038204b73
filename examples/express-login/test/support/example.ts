import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MemoryStore, type SessionData } from 'express-session';
import type { AuthorizeOptions, Emulator } from 'passport-provider-emulator';
import request from 'supertest';
import type {} from '../../src/account';
import { createApp } from '../../src/app';
import { emulated, startEmulators, type Emulators } from '../../src/emulators';
import type { OpenKopoKopo } from '../../src/kopokopo';
import { openServices, type OpenService } from '../../src/open-services';
import type { ServiceName } from '../../src/service-name';
import { services as known } from '../../src/services';

export type Agent = ReturnType<typeof request.agent>;
export type Reply = Awaited<ReturnType<Agent['get']>>;

/** The example on a free port, with the emulators that it uses. */
export interface Example {
  readonly baseURL: string;
  readonly emulators: Emulators;
  /** The one of all services; CoinPay as documented. */
  readonly emulator: Emulator;
  readonly services: readonly OpenService[];
  readonly kopokopo: OpenKopoKopo;
  /** What the application wrote to its log. */
  readonly logged: unknown[];
  /** A browser of its own, with its own cookies. */
  agent(): Agent;
  /** Everything secret that any session holds. */
  secrets(): Promise<readonly string[]>;
  clearFaults(): void;
  close(): Promise<void>;
}

export interface ExampleOptions {
  /** Changes the emulators before the application reads their addresses. */
  readonly prepare?: (emulators: Emulators) => void;
  readonly adjust?: (service: OpenService) => OpenService;
}

export async function startExample({
  prepare,
  adjust = (service) => service,
}: ExampleOptions = {}): Promise<Example> {
  const emulators = await startEmulators([...known.map(({ name }) => name), 'kopokopo']);
  prepare?.(emulators);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const open = await openServices({}, baseURL, emulators);
  const services = open.services.map(adjust);
  const { kopokopo, leftOut } = open;
  if (!kopokopo) throw new Error('Kopo Kopo is not emulated');
  const sessionStore = new MemoryStore();
  const logged: unknown[] = [];
  const log = (error: unknown): void => void logged.push(error);
  server.on(
    'request',
    createApp({ services, kopokopo, leftOut, baseURL, sessionSecret: 'test', sessionStore, log }),
  );
  return {
    baseURL,
    emulators,
    emulator: emulators.main,
    services,
    kopokopo,
    logged,
    agent: () => request.agent(server),
    secrets: () => secretsIn(sessionStore),
    clearFaults() {
      for (const { providers } of [emulators.main, emulators.published, emulators.kid]) {
        providers.forEach((provider) => provider.clearFaults());
      }
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await emulators.close();
    },
  };
}

async function secretsIn(store: MemoryStore): Promise<readonly string[]> {
  const sessions = await new Promise<readonly SessionData[]>((resolve, reject) => {
    store.all((error: unknown, all) => (error ? reject(error) : resolve(Object.values(all ?? {}))));
  });
  return sessions.flatMap(({ account }) =>
    account ? [account.tokens.accessToken, account.tokens.refreshToken ?? account.tokens.accessToken] : [],
  );
}

/** Goes to the service as a browser does, decides there, and comes back: the answer of the callback. */
export async function comeBack(
  { emulators }: Example,
  agent: Agent,
  name: ServiceName,
  options: AuthorizeOptions & { returnTo?: string } = {},
): Promise<Reply> {
  const { returnTo, ...decision } = options;
  const start = await agent.get(`/api/auth/login/${name}`).query(returnTo === undefined ? {} : { returnTo });
  const callback = new URL(
    await emulated(emulators, name).authorize(start.headers['location'] ?? '', decision),
  );
  return agent.get(`${callback.pathname}${callback.search}`);
}

/** Signs in and opens the account page. */
export async function signIn(example: Example, agent: Agent, name: ServiceName): Promise<Reply> {
  const callback = await comeBack(example, agent, name);
  if (callback.status !== 303) throw new Error(`The callback answered ${callback.status}: ${callback.text}`);
  return agent.get(callback.headers['location'] ?? '');
}

/** Signs in and opens a page: the sign-in leads there. */
export async function signInTo(
  example: Example,
  agent: Agent,
  name: ServiceName,
  page: string,
  options: AuthorizeOptions = {},
): Promise<Reply> {
  const callback = await comeBack(example, agent, name, { ...options, returnTo: page });
  expect([callback.status, callback.headers['location']]).toEqual([303, page]);
  return agent.get(page);
}

/** Presses the button that posts to `action`; `fields` are its name and value. */
export function press(
  agent: Agent,
  page: Reply,
  action: string,
  fields: Readonly<Record<string, string>> = {},
): ReturnType<Agent['post']> {
  const form = page.text.split('<form').find((part) => part.includes(`action="${action}"`));
  const csrfToken = /name="csrfToken"\s+value="([^"]+)"/.exec(form ?? '')?.[1];
  if (csrfToken === undefined) throw new Error(`The page has no form that posts to ${action}`);
  return agent
    .post(action)
    .type('form')
    .send({ csrfToken, ...fields });
}

/** The page that shows a refused form again: the browser is sent there by a redirect. */
export async function refusedPage(agent: Agent, answer: Reply, page: string): Promise<Reply> {
  expect([answer.status, answer.headers['location']]).toEqual([303, page]);
  return agent.get(page);
}

/** The text of a page: no tags, single spaces. */
export function textOf(page: Reply): string {
  return page.text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}
