import type { LoginStrategy } from './login-strategy';

/** What each strategy was warned of. A strategy is known by its client: Passport makes an object for each request. */
const warned = new WeakMap<object, Set<string>>();

/** Warns the operator of the application, once per strategy and topic. */
export function warnOnce({ client }: LoginStrategy, topic: string, message: string): void {
  const topics = warned.get(client) ?? new Set();
  if (topics.has(topic)) return;
  warned.set(client, topics.add(topic));
  process.emitWarning(`${client.declaration.title}: ${message}`, 'PassportStrategyWarning');
}
