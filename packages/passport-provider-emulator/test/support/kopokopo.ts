import { type Emulator, type KopoKopoEmulator } from '../../src';
import { type Reply, json, send, sendForm, sendJson } from './http';

export interface KopoKopoCalls {
  readonly kopokopo: () => KopoKopoEmulator;
  readonly credentials: () => { client_id: string; client_secret: string };
  readonly request: (changes?: Record<string, string>) => Promise<Reply>;
  readonly token: (changes?: Record<string, string>) => Promise<string>;
  readonly introspect: (token: string, changes?: Record<string, string>) => Promise<Reply>;
  readonly revoke: (token: string, changes?: Record<string, string>) => Promise<Reply>;
  readonly read: (url: string, token?: string) => Promise<Reply>;
  readonly create: (path: string, body: unknown, token: string) => Promise<Reply>;
}

/** The calls of an application, each to the emulator of the running test. */
export function kopokopoCalls(emulator: () => Emulator): KopoKopoCalls {
  const kopokopo = (): KopoKopoEmulator => emulator().kopokopo;

  function credentials(): { client_id: string; client_secret: string } {
    const { clientID, clientSecret } = kopokopo().options;
    return { client_id: clientID, client_secret: clientSecret };
  }

  function request(changes: Record<string, string> = {}): Promise<Reply> {
    const form = { ...credentials(), grant_type: 'client_credentials', ...changes };
    return sendForm(kopokopo().options.tokenURL, form, { Accept: 'application/json' });
  }

  async function token(changes: Record<string, string> = {}): Promise<string> {
    return String(json(await request(changes))['access_token']);
  }

  function introspect(value: string, changes: Record<string, string> = {}): Promise<Reply> {
    return sendForm(kopokopo().options.introspectionURL, { ...credentials(), token: value, ...changes });
  }

  function revoke(value: string, changes: Record<string, string> = {}): Promise<Reply> {
    return sendForm(kopokopo().options.revocationURL, { ...credentials(), token: value, ...changes });
  }

  function read(url: string, value?: string): Promise<Reply> {
    const headers: Record<string, string> = value === undefined ? {} : { Authorization: `Bearer ${value}` };
    return send('GET', url, headers);
  }

  function create(path: string, body: unknown, value: string): Promise<Reply> {
    const url = `${kopokopo().options.baseURL}${path}`;
    return sendJson(url, body, { Authorization: `Bearer ${value}`, Accept: 'application/json' });
  }

  return { kopokopo, credentials, request, token, introspect, revoke, read, create };
}
