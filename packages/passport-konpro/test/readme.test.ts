import { KonProClient, Strategy, type KonProProfile } from 'passport-konpro';
import { providerReadme } from '../../../test/support/provider-readme';
import { useService } from '../../../test/support/use-service';

const readme = providerReadme('konpro', Strategy);
const konpro = useService<'konpro', KonProProfile>('konpro', Strategy);

type Stored = { accessToken: string; refreshToken: string; expiresAt: string };

test('snippet refresh: keeps a good token, and replaces an old one together with its refresh token', async () => {
  const { tokens } = await konpro.login();
  const stored = JSON.parse(JSON.stringify(tokens)) as Stored;
  const { accessToken, refreshToken } = stored;
  // This snippet must speak to the emulator that the tokens are from.
  const accessTokenOf = readme.readme.run('refresh', {
    modules: {
      'passport-konpro': {
        KonProClient: class extends KonProClient {
          constructor() {
            super(konpro.service.options);
          }
        },
      },
    },
  }) as (stored: Stored) => Promise<string>;

  expect(await accessTokenOf(stored)).toBe(accessToken);
  stored.expiresAt = new Date(Date.now() + 30_000).toISOString();
  const fresh = await accessTokenOf(stored);
  expect(fresh).not.toBe(accessToken);
  expect(stored.accessToken).toBe(fresh);
  expect(stored.refreshToken).not.toBe(refreshToken);
  expect(Date.parse(stored.expiresAt)).toBeGreaterThan(Date.now() + 800_000_000);
});
