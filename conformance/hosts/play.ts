import { faults } from 'passport-provider-emulator';
import { Host, type HostSettings } from './host';
import {
  consent,
  expectedStatus,
  failedLogins,
  operatorText,
  playFailure,
  secretsOf,
  sendsMessages,
} from './scenario';
import { Visitor } from './visitor';

/**
 * The tests of one host: the same scenario for all of them.
 *
 * @param folder - gives the folder where the application and its modules are, once they are there
 */
export function describeHost(settings: HostSettings, folder: () => string, node?: () => string): void {
  describe(`${settings.name}, errors by ${settings.errors}`, () => {
    let host: Host;
    let visitor: Visitor;

    beforeAll(async () => {
      host = await Host.start(settings, folder(), node?.());
    }, 30_000);
    beforeEach(() => {
      visitor = new Visitor(host.origin);
    });
    afterAll(() => host?.stop());

    async function signIn(): Promise<void> {
      expect(await visitor.open(await consent(host, visitor))).toMatchObject({
        status: 302,
        location: '/me',
      });
    }

    async function expectNobody(): Promise<void> {
      const page = await visitor.open('/me');
      expect([page.status, page.text]).toEqual([401, expect.stringContaining('Nobody is signed in')]);
    }

    test('A43 signs in, shows who it is and none of the tokens', async () => {
      await expectNobody();
      await signIn();
      const { status, text } = await visitor.open('/me');
      expect(status).toBe(200);
      expect(text).toContain(host.emulator.koompi.users[0]?.id);
      for (const secret of secretsOf(host)) expect(text).not.toContain(secret);
    });

    test('refreshes the tokens, twice', async () => {
      await signIn();
      const before = host.emulator.koompi.requests.filter(({ endpoint }) => endpoint === 'refresh').length;
      for (const times of [1, 2]) {
        const { status, text } = await visitor.open('/refresh', 'POST');
        expect([status, text]).toEqual([
          settings.errors === 'nestjs' ? 201 : 200,
          expect.stringContaining('expiresAt'),
        ]);
        const refreshes = host.emulator.koompi.requests.filter(({ endpoint }) => endpoint === 'refresh');
        expect(refreshes).toHaveLength(before + times);
      }
    });

    test('A76 a refresh that is refused is no success, and shows no secret', async () => {
      await signIn();
      host.emulator.koompi.fault('refresh', faults.json({ error: 'invalid_grant' }, 400));
      const { status, text } = await visitor.open('/refresh', 'POST');
      host.emulator.koompi.clearFaults();
      expect(status).toBeGreaterThanOrEqual(400);
      for (const secret of secretsOf(host)) expect(text).not.toContain(secret);
      if (!sendsMessages(host)) expect(text).not.toMatch(operatorText);
      expect((await visitor.open('/me')).status).toBe(200);
    });

    test('logs out, and nobody is signed in; then signs in again', async () => {
      await signIn();
      expect(await visitor.open('/logout', 'POST')).toMatchObject({ status: 302, location: '/me' });
      await expectNobody();
      await signIn();
      expect((await visitor.open('/me')).status).toBe(200);
    });

    test.each(failedLogins)('A76 $title: no success, no secret, nobody is signed in', async (row) => {
      const { status, text } = await playFailure(host, visitor, row);
      expect({ status, text }).toMatchObject({ status: expectedStatus(host, row.status) });
      for (const secret of secretsOf(host)) expect(text).not.toContain(secret);
      if (!sendsMessages(host) && !row.ownError) expect(text).not.toMatch(operatorText);
      if (settings.errors === 'page') expect(text).toMatch(row.shows);
      expect(host.alive).toBe(true);
      await expectNobody();
    });

    test('A60 nothing was left unhandled', () => {
      expect(host.printed).not.toMatch(/unhandled|UnhandledPromise/i);
      expect(host.alive).toBe(true);
    });
  });
}
