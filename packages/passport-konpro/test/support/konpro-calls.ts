import { KonProClient, Strategy, type KonProCredentials, type KonProProfile } from 'passport-konpro';
import type { RecordedRequest } from 'passport-provider-emulator';
import { useService, type Service } from 'passport-strategy-contract/harness';

/** KonPro, and calls to it without Passport. */
export interface KonProCalls {
  readonly konpro: Service<'konpro', KonProProfile>;
  readonly client: (options?: object) => KonProClient;
  /** The credentials of the first user, of either kind. */
  readonly credentials: (kind: CredentialKind) => Promise<KonProCredentials>;
  /** What arrived at the emulator while something ran that must not fail. */
  readonly sentBy: (run: () => Promise<unknown>) => Promise<readonly RecordedRequest[]>;
}

export type CredentialKind = 'accessToken' | 'apiToken';
export const credentialKinds: readonly CredentialKind[] = ['accessToken', 'apiToken'];

/** Long enough that redaction is put to the test. */
export const deadToken = 'dead-token-of-nobody-0123456789';

export function useKonPro(): KonProCalls {
  const konpro = useService<'konpro', KonProProfile>('konpro', Strategy);
  return {
    konpro,
    client: (options = {}) => new KonProClient({ ...konpro.service.options, ...options }),
    async credentials(kind) {
      if (kind === 'apiToken') return { apiToken: konpro.service.users[0]?.apiToken ?? '' };
      return { accessToken: (await konpro.login()).tokens.accessToken };
    },
    async sentBy(run) {
      const from = konpro.service.requests.length;
      await run();
      return konpro.service.requests.slice(from);
    },
  };
}

/** The headers of every call, but those that prove something. */
export const everyCall = {
  host: expect.any(String) as string,
  connection: 'keep-alive',
  accept: 'application/json',
  'accept-encoding': 'identity',
  'user-agent': 'passport-konpro',
};

/** The one header that a call proves itself with. */
export function headerOf({ accessToken, apiToken }: KonProCredentials): Readonly<Record<string, string>> {
  const token = typeof accessToken === 'object' ? accessToken.accessToken : accessToken;
  return token === undefined ? { 'x-api-key': apiToken ?? '' } : { authorization: `Bearer ${token}` };
}
