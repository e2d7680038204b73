import { type Emulator, type KomerzaEmulator } from '../../src';
import { type Reply, address, json, parameter, send } from './http';

const callback = 'http://localhost:3000/api/auth/callback/komerza';
const agent = { 'User-Agent': 'example-business/1.0' };

export interface KomerzaCalls {
  readonly komerza: () => KomerzaEmulator;
  /** A login with these permissions, until there is a token. */
  readonly token: (permissions: readonly string[], user?: number, stores?: string[]) => Promise<string>;
  readonly call: (method: string, path: string, token?: string, body?: unknown) => Promise<Reply>;
}

/** The calls of an application to Komerza's API, each to the emulator of the running test. */
export function komerzaCalls(emulator: () => Emulator): KomerzaCalls {
  const komerza = (): KomerzaEmulator => emulator().komerza;

  async function token(permissions: readonly string[], user = 0, stores?: string[]): Promise<string> {
    komerza().switches.permissions = permissions;
    const { authorizationURL, clientID, clientSecret, tokenURL } = komerza().options;
    const login = address(authorizationURL, { client_id: clientID, redirect_uri: callback });
    const code = parameter(await komerza().authorize(login, { user, stores }), 'code');
    const url = tokenURL.replace('{client_id}', clientID).replace('{code}', encodeURIComponent(code));
    return String(json(await send('GET', url, { ...agent, 'X-Client-Secret': clientSecret }))['data']);
  }

  function call(method: string, path: string, value?: string, body?: unknown): Promise<Reply> {
    const headers = {
      ...agent,
      ...(value === undefined ? {} : { Authorization: `Bearer ${value}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    };
    const text = body === undefined ? '' : JSON.stringify(body);
    return send(method, `${komerza().options.apiURL}${path}`, headers, text);
  }

  return { komerza, token, call };
}
