import { type LoginRequest, type ProviderStrategy } from 'passport-oauth2-base';
import { authenticate, stateOf, type Outcome } from './visitor';

/** A browser for an application without sessions: it keeps cookies. */
export class CookieBrowser {
  /** The cookies by name. */
  readonly jar: Map<string, string> = new Map<string, string>();
  /** The `Set-Cookie` headers of the last response. */
  set: string[] = [];

  /** Sends a request to the strategy, with the cookies. */
  async visit(
    strategy: ProviderStrategy,
    query: object = {},
    {
      options = {},
      ...different
    }: { options?: object; set?: string | string[] } & Partial<LoginRequest> = {},
  ): Promise<Outcome> {
    const header: Record<string, unknown> = { 'set-cookie': different.set };
    const res = {
      getHeader: (name: string) => header[name.toLowerCase()],
      setHeader: (name: string, value: string[]) => void (header[name.toLowerCase()] = value),
    };
    const cookie = [...this.jar].map((pair) => pair.join('=')).join('; ');
    const req = {
      method: 'GET',
      url: '/',
      headers: { host: 'app.example', cookie },
      query,
      res,
      ...different,
    };
    const outcome = await authenticate(strategy, req, options);
    this.set = [header['set-cookie'] ?? []].flat() as string[];
    for (const line of this.set) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (line.includes('Max-Age=0')) this.jar.delete(name);
      else this.jar.set(name, value);
    }
    return outcome;
  }

  /** Starts a login. Resolves with the `state` that is sent to the service. */
  async start(strategy: ProviderStrategy, options: object = {}): Promise<string> {
    const { kind, url, error } = await this.visit(strategy, {}, { options });
    if (kind !== 'redirect') throw new Error(`no redirect but ${kind}`, { cause: error });
    return stateOf(new URL(url as string));
  }

  /** Opens the callback with a code and this `state`. */
  finish(strategy: ProviderStrategy, state: string, different: Partial<LoginRequest> = {}): Promise<Outcome> {
    return this.visit(strategy, { code: 'c', state }, different);
  }

  /** The names of the login cookies. */
  names(): string[] {
    return [...this.jar.keys()].filter((name) => name.includes('login-'));
  }
}
