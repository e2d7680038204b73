import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MemoryStore, type SessionData } from 'express-session';
import { startEmulator, type AuthorizeOptions, type Emulator } from 'passport-provider-emulator';
import request from 'supertest';
import type {} from '../../src/account';
import { createApp } from '../../src/app';
import { openServices, type Environment, type OpenService } from '../../src/open-services';
import type { ServiceName } from '../../src/services';

export type Agent = ReturnType<typeof request.agent>;
export type Reply = Awaited<ReturnType<Agent['get']>>;

/** The example on a free port, with the emulator that it uses. */
export interface Example {
  readonly baseURL: string;
  readonly emulator: Emulator;
  readonly services: readonly OpenService[];
  /** What the application wrote to its log. */
  readonly logged: unknown[];
  /** A browser of its own, with its own cookies. */
  agent(): Agent;
  /** Everything secret that any session holds. */
  secrets(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function startExample(
  adjust: (service: OpenService) => OpenService = (service) => service,
  environment: Environment = {},
): Promise<Example> {
  const emulator = await startEmulator();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const open = await openServices(environment, baseURL, emulator);
  const services = open.services.map(adjust);
  const sessionStore = new MemoryStore();
  const logged: unknown[] = [];
  const log = (error: unknown): void => void logged.push(error);
  server.on('request', createApp({ services, baseURL, sessionSecret: 'test', sessionStore, log }));
  return {
    baseURL,
    emulator,
    services,
    logged,
    agent: () => request.agent(server),
    secrets: () => secretsIn(sessionStore),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await emulator.close();
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
  { emulator }: Example,
  agent: Agent,
  name: ServiceName,
  options: AuthorizeOptions & { returnTo?: string } = {},
): Promise<Reply> {
  const { returnTo, ...decision } = options;
  const start = await agent.get(`/api/auth/login/${name}`).query(returnTo === undefined ? {} : { returnTo });
  const callback = new URL(await emulator[name].authorize(start.headers['location'] ?? '', decision));
  return agent.get(`${callback.pathname}${callback.search}`);
}

/** Signs in and opens the account page. */
export async function signIn(example: Example, agent: Agent, name: ServiceName): Promise<Reply> {
  const callback = await comeBack(example, agent, name);
  if (callback.status !== 303) throw new Error(`The callback answered ${callback.status}: ${callback.text}`);
  return agent.get(callback.headers['location'] ?? '');
}

/** Presses the button that posts to `action`. */
export function press(agent: Agent, page: Reply, action: string): ReturnType<Agent['post']> {
  const form = page.text.split('<form').find((part) => part.includes(`action="${action}"`));
  const csrfToken = /name="csrfToken"\s+value="([^"]+)"/.exec(form ?? '')?.[1];
  if (csrfToken === undefined) throw new Error(`The page has no form that posts to ${action}`);
  return agent.post(action).type('form').send({ csrfToken });
}

/** The text of a page: no tags, single spaces. */
export function textOf(page: Reply): string {
  return page.text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}
