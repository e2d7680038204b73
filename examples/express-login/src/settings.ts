import { randomBytes } from 'node:crypto';
import type { Environment } from './environment';

/** How the server runs. `.env.example` explains the variables. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  /** Whether another port may be taken when this one is busy. */
  readonly mayMovePort: boolean;
  /** The URL that browsers use, if it differs from the one that the server listens on. */
  readonly baseURL: string | undefined;
  readonly sessionSecret: string;
}

/** @throws Error that names the variable and its allowed values */
export function readSettings(environment: Environment): Settings {
  const { PORT, HOST, BASE_URL, SESSION_SECRET } = environment;
  if (PORT && !(/^\d{1,5}$/.test(PORT) && Number(PORT) <= 65_535)) {
    throw new Error(`PORT must be a number from 0 to 65535, not "${PORT}".`);
  }
  if (BASE_URL && !isOrigin(BASE_URL)) {
    throw new Error(`BASE_URL must be an origin such as https://example-business.com, not "${BASE_URL}".`);
  }
  return {
    host: HOST || '127.0.0.1',
    port: Number(PORT || 3000),
    mayMovePort: !PORT && !BASE_URL,
    baseURL: BASE_URL ? new URL(BASE_URL).origin : undefined,
    // Without a fixed secret, each restart signs everybody out.
    sessionSecret: SESSION_SECRET || randomBytes(32).toString('base64url'),
  };
}

function isOrigin(text: string): boolean {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { pathname, search, hash } = new URL(text);
  return pathname === '/' && search === '' && hash === '';
}
