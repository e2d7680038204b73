import { KomerzaClient, Strategy, type KomerzaProfile } from 'passport-komerza';
import { faults } from 'passport-provider-emulator';
import { providerReadme } from '../../../test/support/provider-readme';
import { rejection, useService } from '../../../test/support/use-service';

const readme = providerReadme('komerza', Strategy);
const komerza = useService<'komerza', KomerzaProfile>('komerza', Strategy);

test('snippet refresh: gives the profile, nothing after a revocation, and other errors as they are', async () => {
  const { tokens } = await komerza.login();
  // This snippet must speak to the emulator that the token is from.
  const profileOf = readme.readme.run('refresh', {
    modules: {
      'passport-komerza': {
        KomerzaClient: class extends KomerzaClient {
          constructor() {
            super(komerza.service.options);
          }
        },
      },
    },
  }) as (accessToken: string) => Promise<KomerzaProfile | undefined>;

  expect((await profileOf(tokens.accessToken))?.plan).toBe('Pro');
  komerza.service.fault('userProfile', faults.status(503), { times: 1 });
  expect(await rejection(profileOf(tokens.accessToken))).toMatchObject({ reason: 'provider_unavailable' });
  komerza.service.revokeUserGrant();
  expect(await profileOf(tokens.accessToken)).toBeUndefined();
});
