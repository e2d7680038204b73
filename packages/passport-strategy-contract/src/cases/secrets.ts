import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { type Fault } from 'passport-provider-emulator';
import { type ContractCase, type World } from '../world';

/** All texts that an application or a log could make of an object. */
function everyView(value: unknown): string {
  const error = value as { message?: string; stack?: string; cause?: unknown };
  return [
    inspect(value, { depth: 12, showHidden: true }),
    String(value),
    safeJSON(value),
    error?.message,
    error?.stack,
    inspect(error?.cause, { depth: 12, showHidden: true }),
  ].join('\n');
}

function safeJSON(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}

/** The secrets of a login, taken from its requests. */
function secretsOf(world: World, callback: string, from: number): readonly string[] {
  const secrets = [new URL(callback).searchParams.get('code'), world.service.client.clientSecret];
  for (const { body, headers } of world.service.requests.slice(from)) {
    const fields = (body ?? {}) as Record<string, unknown>;
    for (const name of ['code', 'code_verifier', 'client_secret', 'refresh_token']) {
      if (typeof fields[name] === 'string') secrets.push(fields[name]);
    }
    secrets.push(headers.authorization?.replace(/^Bearer /, ''));
  }
  return secrets.filter((secret): secret is string => typeof secret === 'string' && secret.length > 3);
}

/** Secrets are neither in errors nor in a printed strategy. */
export const secretCases: readonly ContractCase[] = [
  ...(['token', 'userProfile'] as const).flatMap((endpoint) =>
    ['status', 'half', 'html'].map((kind): ContractCase => ({
      name: `keeps secrets out of the error when the ${endpoint} endpoint fails (${kind})`,
      row: 'A43',
      async run(world) {
        const app = await world.appWith(endpoint === 'userProfile' ? world.contract.profileFromEndpoint : {});
        const callback = await world.consent(app);
        const from = world.service.requests.length;
        world.service.fault(endpoint, echoing(world, kind));
        const outcome = await world.finish(app, callback);
        assert.equal(outcome.kind, 'error');
        const view = everyView(outcome.error);
        const secrets = secretsOf(world, callback, from);
        assert.ok(secrets.length > 0);
        for (const secret of secrets) {
          assert.ok(!view.includes(secret), `a secret is in:\n${view}`);
          assert.ok(!view.includes(encodeURIComponent(secret)), `an encoded secret is in:\n${view}`);
        }
      },
    })),
  ),
  {
    name: 'keeps the client secret out of the printed strategy, client and _oauth2',
    row: 'A43',
    async run(world) {
      const strategy = world.strategy(await world.app()) as unknown as Record<string, unknown>;
      const { clientSecret } = world.service.client;
      for (const value of [strategy, strategy['client'], strategy['_oauth2']]) {
        for (const view of [inspect(value, { depth: 12 }), safeJSON(value), String(value)]) {
          assert.ok(clientSecret === undefined || !view.includes(clientSecret), view);
        }
      }
    },
  },
];

/** The service repeats the request in its error. */
function echoing(world: World, kind: string): Fault {
  return {
    name: 'echo',
    respond({ begin, request, response }) {
      const last = world.service.requests.at(-1);
      const heard = JSON.stringify([last?.rawBody, last?.body, request.headers, request.url]);
      begin(kind === 'status' ? 400 : 200, {
        'Content-Type': kind === 'html' ? 'text/html' : 'application/json',
      });
      if (kind !== 'half') {
        response.end(
          kind === 'html' ? `<p>${heard}</p>` : JSON.stringify({ error: 'bad', error_description: heard }),
        );
      } else {
        response.write(`{"error_description":${JSON.stringify(heard)}`, () => response.socket?.destroy());
      }
    },
  };
}
