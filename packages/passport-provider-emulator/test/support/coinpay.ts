import { type CoinPayEmulator, type Emulator } from '../../src';
import { type Reply, address, createPkce, json, parameter, send, sendForm } from './http';

export const callback = 'http://localhost:3000/api/auth/callback/coinpay';

export interface CoinPayLogin {
  readonly code: string;
  readonly verifier: string;
}

export interface CoinPayCalls {
  readonly coinpay: () => CoinPayEmulator;
  readonly authorizationURL: (changes?: Record<string, string | undefined>) => string;
  readonly login: (changes?: Record<string, string | undefined>) => Promise<CoinPayLogin>;
  readonly tokenForm: (login: CoinPayLogin, changes?: Record<string, string>) => Record<string, string>;
  readonly exchange: (form: Record<string, string>, headers?: Record<string, string>) => Promise<Reply>;
  readonly tokens: (changes?: Record<string, string | undefined>) => Promise<Record<string, string>>;
  readonly refresh: (token: string, changes?: Record<string, string>) => Promise<Reply>;
  readonly read: (path: string, token?: string) => Promise<Reply>;
}

/** The calls of a CoinPay client, each to the emulator of the running test. */
export function coinpayCalls(emulator: () => Emulator): CoinPayCalls {
  const coinpay = (): CoinPayEmulator => emulator().coinpay;

  function authorizationURL(changes: Record<string, string | undefined> = {}): string {
    const { options } = coinpay();
    return address(options.authorizationURL, {
      response_type: 'code',
      client_id: options.clientID,
      redirect_uri: callback,
      scope: 'openid email profile',
      state: 'xyz789',
      code_challenge: createPkce().challenge,
      code_challenge_method: 'S256',
      ...changes,
    });
  }

  async function login(changes: Record<string, string | undefined> = {}): Promise<CoinPayLogin> {
    const { verifier, challenge } = createPkce();
    const url = authorizationURL({ code_challenge: challenge, ...changes });
    return { code: parameter(await coinpay().authorize(url), 'code'), verifier };
  }

  function tokenForm(
    { code, verifier }: CoinPayLogin,
    changes: Record<string, string> = {},
  ): Record<string, string> {
    const { clientID, clientSecret } = coinpay().options;
    return {
      grant_type: 'authorization_code',
      code,
      redirect_uri: callback,
      client_id: clientID,
      client_secret: clientSecret,
      code_verifier: verifier,
      ...changes,
    };
  }

  function exchange(form: Record<string, string>, headers: Record<string, string> = {}): Promise<Reply> {
    return sendForm(coinpay().options.tokenURL, form, headers);
  }

  async function tokens(changes: Record<string, string | undefined> = {}): Promise<Record<string, string>> {
    return json(await exchange(tokenForm(await login(changes)))) as Record<string, string>;
  }

  function refresh(token: string, changes: Record<string, string> = {}): Promise<Reply> {
    const { clientID, clientSecret } = coinpay().options;
    return exchange({
      grant_type: 'refresh_token',
      refresh_token: token,
      client_id: clientID,
      client_secret: clientSecret,
      ...changes,
    });
  }

  function read(path: string, token?: string): Promise<Reply> {
    const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    return send('GET', `${coinpay().origins['api']}${path}`, headers);
  }

  return { coinpay, authorizationURL, login, tokenForm, exchange, tokens, refresh, read };
}
