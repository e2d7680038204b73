import { type JsonWebKey } from 'node:crypto';
import { type Emulator, type KoompiSwitches } from '../../src';
import { type Reply, address, json, parameter, send, sendForm } from './http';
import { type KoompiCalls, callback, koompiCalls } from './koompi';

export interface KidCalls extends KoompiCalls {
  readonly set: (changes: Partial<KoompiSwitches>) => void;
  readonly origin: () => string;
  readonly read: (path: string) => Promise<Reply>;
  /** The address of the callback. */
  readonly authorize: (parameters: Record<string, string>, user?: number) => Promise<string>;
  /** The token answer of a login. */
  readonly tokensOf: (parameters: Record<string, string>, user?: number) => Promise<Record<string, unknown>>;
  /** The keys, by way of discovery. */
  readonly jwks: () => Promise<JsonWebKey[]>;
  readonly revoke: (token: string, changes?: Record<string, string>) => Promise<Reply>;
}

/** The calls of a client of KID: as those of KOOMPI, but a refresh says its `grant_type`. */
export function kidCalls(emulator: () => Emulator): KidCalls {
  const calls = koompiCalls(emulator);
  const origin = (): string => emulator().koompi.origins['api'] ?? '';
  const read = (path: string): Promise<Reply> => send('GET', origin() + path);

  function authorize(parameters: Record<string, string>, user = 0): Promise<string> {
    const { options } = emulator().koompi;
    const login = { client_id: options.clientID, redirect_uri: callback, ...parameters };
    return emulator().koompi.authorize(address(options.authorizationURL, login), { user });
  }

  return {
    ...calls,
    origin,
    read,
    authorize,
    set: (changes) => void Object.assign(emulator().koompi.switches, changes),
    refresh: (token, changes = {}) => calls.refresh(token, { grant_type: 'refresh_token', ...changes }),
    tokensOf: async (parameters, user) =>
      json(await calls.exchange(parameter(await authorize(parameters, user), 'code'))),
    jwks: async () => {
      const { jwks_uri } = json(await read('/.well-known/openid-configuration'));
      return json(await send('GET', String(jwks_uri)))['keys'] as JsonWebKey[];
    },
    revoke: (token, changes = {}) => {
      const { clientID, clientSecret } = emulator().koompi.options;
      const form = { token, client_id: clientID, client_secret: clientSecret, ...changes };
      return sendForm(`${origin()}/oauth/revoke`, form);
    },
  };
}
