import { KomerzaClient, Strategy, type KomerzaProfile } from 'passport-komerza';
import type { RecordedRequest } from 'passport-provider-emulator';
import { useService, type Service } from 'passport-strategy-contract/harness';

const callbackURL = 'http://localhost:3000/api/auth/callback/komerza';

/** The stores of the emulator's first user; the last one is of a team that gave `stores.view`. */
export const ownStore = '5a1e0c3b-0001-4d6f-8e9a-000000000001';
export const otherStore = '5a1e0c3b-0002-4d6f-8e9a-000000000002';
export const teamStore = '5a1e0c3b-0003-4d6f-8e9a-000000000003';

/** Komerza, and calls to it without Passport. */
export interface KomerzaCalls {
  readonly komerza: Service<'komerza', KomerzaProfile>;
  readonly client: (options?: object) => KomerzaClient;
  /** The access token of an application with these permissions, in the stores that the user ticks. */
  readonly token: (permissions: readonly string[], stores?: readonly string[]) => Promise<string>;
  /** The requests that have arrived since the token was got, or since the test began. */
  readonly sent: () => readonly RecordedRequest[];
  /** The request that arrived last. */
  readonly last: () => RecordedRequest;
}

export function useKomerza(): KomerzaCalls {
  const komerza = useService<'komerza', KomerzaProfile>('komerza', Strategy);
  let from = 0;
  beforeEach(() => {
    from = komerza.service.requests.length;
  });
  const client = (options: object = {}): KomerzaClient =>
    new KomerzaClient({ ...komerza.service.options, ...options });

  return {
    komerza,
    client,
    async token(permissions, stores) {
      const { authorizationURL, clientID } = komerza.service.options;
      komerza.service.switches.permissions = permissions;
      const login = new URL(authorizationURL);
      login.search = new URLSearchParams({ client_id: clientID, redirect_uri: callbackURL }).toString();
      const callback = new URL(await komerza.service.authorize(login, { stores }));
      const code = callback.searchParams.get('code') ?? '';
      const { accessToken } = await client().exchange({ code, callbackURL });
      from = komerza.service.requests.length;
      return accessToken;
    },
    sent: () => komerza.service.requests.slice(from),
    last: () => {
      const request = komerza.service.requests.at(-1);
      if (!request) throw new Error('nothing was sent');
      return request;
    },
  };
}

/** What every call of the API has in its headers. */
export const everyCall = {
  host: expect.any(String) as string,
  connection: 'keep-alive',
  accept: 'application/json',
  'accept-encoding': 'identity',
  'user-agent': 'passport-komerza',
};
