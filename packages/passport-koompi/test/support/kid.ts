import { Strategy, type KoompiProfile } from 'passport-koompi';
import { useService, type Service } from 'passport-strategy-contract/harness';

/** The emulated KOOMPI as KID, for the tests of one file. */
export function useKid(): Service<'koompi', KoompiProfile> & { readonly options: object } {
  const koompi = useService<'koompi', KoompiProfile>('koompi', Strategy);
  beforeEach(() => {
    koompi.service.switches.generation = 'kid';
  });
  return Object.defineProperty(koompi, 'options', {
    /** What an application gives, and nothing that the discovery document has. */
    get: () => ({
      ...koompi.service.kidOptions,
      authorizationURL: undefined,
      tokenURL: undefined,
      refreshURL: undefined,
      userProfileURL: undefined,
      revocationURL: undefined,
    }),
  }) as Service<'koompi', KoompiProfile> & { readonly options: object };
}
