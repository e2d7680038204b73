import type { Browser } from 'playwright-core';
import { faults } from 'passport-provider-emulator';
import {
  browserObjection,
  focusAndTitle,
  launch,
  openWindow,
  overflows,
  showsEmptyBox,
  type Window,
} from './support/browser';
import { startExample, type Example } from './support/example';

const objection = browserObjection();
if (objection !== undefined) process.stderr.write(`${objection}\n`);

const services = [
  { name: 'coinpay', title: 'CoinPay', link: 'Sign in with CoinPay', refreshes: true },
  { name: 'coinpay-published', title: 'CoinPay', link: 'Use the published preset', refreshes: true },
  { name: 'koompi', title: 'KOOMPI', link: 'Sign in with KOOMPI', refreshes: true },
  { name: 'koompi-kid', title: 'KOOMPI', link: 'Use KID, the renamed service', refreshes: true },
  { name: 'konpro', title: 'KonPro', link: 'Sign in with KonPro', refreshes: true },
  { name: 'komerza', title: 'Komerza', link: 'Sign in with Komerza', refreshes: false },
] as const;
const sizes = [
  { width: 390, height: 844, look: 'light' },
  { width: 1280, height: 800, look: 'dark' },
  { width: 390, height: 844, look: 'dark' },
  { width: 1280, height: 800, look: 'light' },
] as const;
/** Two of them show each width and each look once; the others are for the eye. */
const tested = process.env['SCREENSHOTS'] === '1' ? sizes : sizes.slice(0, 2);

(objection === undefined ? describe : describe.skip)('in a browser', () => {
  let example: Example;
  let browser: Browser;
  let window: Window;

  beforeAll(async () => {
    [example, browser] = await Promise.all([startExample(), launch()]);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await example?.close();
  });
  afterEach(async () => {
    example.clearFaults();
    await window.close();
  });

  async function expectTidy(): Promise<void> {
    expect(await overflows(window.page)).toBe(false);
    expect(window.complaints).toEqual([]);
  }

  describe.each(tested)('$width px, $look', ({ width, height, look }) => {
    const shot = (name: string): string => `${name}-${width}-${look}`;

    beforeEach(async () => {
      window = await openWindow(browser, { viewport: { width, height }, colorScheme: look });
    });

    test.each(services)('$name: in, refresh, out', async ({ name, title, link, refreshes }) => {
      const { page } = window;
      await page.goto(example.baseURL);
      await expectTidy();
      if (name === 'coinpay') await window.shoot(shot('home'));

      await page.getByRole('link', { name: link }).click();
      await page.getByText('Emulator – not the real').waitFor();
      await expectTidy();
      await window.shoot(shot(`consent-${name}`));
      // The first user of CoinPay is the one with wallets.
      const person = title === 'CoinPay' ? /sokha/i : /dara/i;
      await page.getByRole('radio', { name: person }).first().check();
      await page.getByRole('button', { name: 'Allow' }).click();

      await page.waitForURL(`${example.baseURL}/account`);
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(person);
      await expectTidy();
      if (title === 'CoinPay') expect(await showsEmptyBox(page, 'h1')).toBe(false);
      await window.shoot(shot(`account-${name}`));

      const refresh = page.getByRole('button', { name: 'Refresh the tokens' });
      expect(await refresh.count()).toBe(refreshes ? 1 : 0);
      if (refreshes) {
        await refresh.click();
        await page.getByRole('status').getByText('issued new tokens').waitFor();
        expect(await focusAndTitle(page)).toEqual([
          `${title} issued new tokens.`,
          expect.stringMatching(`^${title} issued new tokens – `),
        ]);
      }
      await page.getByText('as JSON').click();
      await page.locator('details pre').waitFor();
      await expectTidy();
      if (name === 'komerza') await window.shoot(shot('account-raw'));

      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('status').getByText('You are signed out here').waitFor();
      if (name === 'coinpay') await window.shoot(shot('signed-out'));
      await page.goto(`${example.baseURL}/account`);
      expect(page.url()).toBe(`${example.baseURL}/`);
      await expectTidy();
    });

    test('Kopo Kopo: the token, and webhooks with a right, a repeated and a wrong signature', async () => {
      const { page } = window;
      await page.goto(example.baseURL);
      await page.getByRole('link', { name: 'Show token and payments' }).click();
      await page.getByRole('heading', { name: 'Payments and webhooks' }).waitFor();
      await expectTidy();
      await window.shoot(shot('kopokopo'));

      const listed = page.getByRole('list', { name: 'Webhooks, the newest first' }).getByRole('listitem');
      const before = await listed.count();
      await page.getByRole('button', { name: 'Send a signed webhook' }).click();
      await page.getByRole('status').getByText('answered 200').waitFor();
      await page.getByRole('button', { name: 'Send it again' }).click();
      await page.getByRole('status').getByText('again').waitFor();
      expect(await listed.first().textContent()).toContain('Duplicate');
      await page.getByRole('button', { name: 'Send one with a wrong signature' }).click();
      await page.getByRole('status').getByText('refused it with 401').waitFor();
      expect(await listed.count()).toBe(before + 2);
      await expectTidy();
      await window.shoot(shot('kopokopo-webhooks'));

      await page.getByRole('link', { name: 'Refresh' }).click();
      expect(await page.getByRole('status').count()).toBe(0);
    });

    test('CoinPay as published, whose userinfo is broken, signs nobody in', async () => {
      const { page } = window;
      example.emulators.published.coinpay.fault('userProfile', faults.status(500));
      await page.goto(`${example.baseURL}/api/auth/login/coinpay-published`);
      await page.getByRole('button', { name: 'Allow' }).click();
      await page.getByRole('heading', { name: 'CoinPay did not answer as it should' }).waitFor();
      expect(await overflows(page)).toBe(false);
      await window.shoot(shot('userinfo-broken'));
      await page.goto(`${example.baseURL}/account`);
      expect(page.url()).toBe(`${example.baseURL}/`);
    });

    test('a person who declines, and one whose service fails, read what happened', async () => {
      const { page } = window;
      await page.goto(`${example.baseURL}/api/auth/login/konpro`);
      await page.getByRole('button', { name: 'Deny' }).click();
      await page.getByRole('heading', { name: 'You were not signed in' }).waitFor();
      expect(await overflows(page)).toBe(false);
      await window.shoot(shot('denied'));

      example.emulator.konpro.fault('token', faults.status(503));
      await page.getByRole('link', { name: 'Try again with KonPro' }).click();
      await page.getByRole('button', { name: 'Allow' }).click();
      await page.getByText('did not answer as it should').waitFor();
      expect(await page.locator('article').getAttribute('data-status')).toBe('502');
      expect(await overflows(page)).toBe(false);
      await window.shoot(shot('unavailable'));
      // Chromium notes the 403 and the 502 in its console, as it should; nothing else.
      expect(window.complaints.filter((text) => !/status of (403|502)/.test(text))).toEqual([]);
    });
  });

  test('by keyboard alone', async () => {
    window = await openWindow(browser, { viewport: { width: 1280, height: 800 } });
    const { page } = window;
    await page.goto(example.baseURL);
    const focused = (): Promise<string> =>
      page.evaluate(() => document.querySelector('a:focus')?.textContent ?? '');
    for (let steps = 0; steps < 20 && !(await focused()).includes('Sign in with KOOMPI'); steps += 1) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.getByRole('radio').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(`${example.baseURL}/account`);
    await expectTidy();
  });
});
