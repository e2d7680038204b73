import { type Emulator } from '../../src';
import { type Reply, address, json, parameter, send, sendJson } from './http';

export const callback = 'http://localhost:3000/api/auth/callback/koompi';

export interface KoompiCalls {
  readonly obtainCode: (parameters?: Record<string, string>) => Promise<string>;
  /** The body of the specification. */
  readonly tokenBody: (code: string) => Record<string, string>;
  readonly exchange: (code: string, changes?: Record<string, unknown>) => Promise<Reply>;
  readonly obtainTokens: (scope?: string) => Promise<Record<string, string>>;
  readonly refresh: (token: string, changes?: Record<string, unknown>) => Promise<Reply>;
  readonly userInfo: (token: string) => Promise<Reply>;
}

/** The calls of a KOOMPI client, each to the emulator of the running test. */
export function koompiCalls(emulator: () => Emulator): KoompiCalls {
  async function obtainCode(parameters: Record<string, string> = {}): Promise<string> {
    const { options } = emulator().koompi;
    const url = address(options.authorizationURL, {
      client_id: options.clientID,
      redirect_uri: callback,
      ...parameters,
    });
    return parameter(await emulator().koompi.authorize(url), 'code');
  }

  function tokenBody(code: string): Record<string, string> {
    const { clientID, clientSecret } = emulator().koompi.options;
    return {
      grant_type: 'authorization_code',
      code,
      client_id: clientID,
      client_secret: clientSecret,
      redirect_uri: callback,
    };
  }

  function exchange(code: string, changes: Record<string, unknown> = {}): Promise<Reply> {
    return sendJson(emulator().koompi.options.tokenURL, { ...tokenBody(code), ...changes });
  }

  async function obtainTokens(scope = 'profile.basic profile.contact'): Promise<Record<string, string>> {
    return json(await exchange(await obtainCode({ scope }))) as Record<string, string>;
  }

  function refresh(token: string, changes: Record<string, unknown> = {}): Promise<Reply> {
    const { clientID, clientSecret, refreshURL } = emulator().koompi.options;
    return sendJson(refreshURL, {
      refresh_token: token,
      client_id: clientID,
      client_secret: clientSecret,
      ...changes,
    });
  }

  function userInfo(token: string): Promise<Reply> {
    return send('GET', emulator().koompi.options.userProfileURL, {
      Authorization: `Bearer ${token}`,
      Accept: 'application/json',
    });
  }

  return { obtainCode, tokenBody, exchange, obtainTokens, refresh, userInfo };
}
