import { faults } from 'passport-provider-emulator';
import type { Browser } from 'playwright-core';
import type { ServiceName } from '../src/service-name';
import {
  browserObjection,
  focusAndTitle,
  launch,
  openWindow,
  overflows,
  type Window,
} from './support/browser';
import { startExample, type Example } from './support/example';

const objection = browserObjection();
const sizes = [
  { width: 390, height: 844, look: 'dark' },
  { width: 1280, height: 800, look: 'light' },
  { width: 390, height: 844, look: 'light' },
  { width: 1280, height: 800, look: 'dark' },
] as const;
/** Two of them show each width and each look once; the others are for the eye. */
const tested = process.env['SCREENSHOTS'] === '1' ? sizes : sizes.slice(0, 2);

(objection === undefined ? describe : describe.skip)('the pages of the services, in a browser', () => {
  let example: Example;
  let browser: Browser;
  let window: Window;

  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser?.close());
  beforeEach(async () => {
    example = await startExample();
  });
  afterEach(async () => {
    await window.close();
    await example.close();
  });

  async function expectTidy(): Promise<void> {
    expect(await overflows(window.page)).toBe(false);
    // Chromium notes the refusals in its console, as it should; nothing else.
    expect(window.complaints.filter((text) => !/status of (4|5)\d\d/.test(text))).toEqual([]);
  }

  /** Wants to see a page, is sent to sign in, and comes back to it. */
  async function open(path: string, link: string, name: ServiceName): Promise<void> {
    const { page } = window;
    await page.goto(example.baseURL + path);
    await page.getByRole('status').getByText('first').waitFor();
    await expectTidy();
    await page.locator(`.card.${name}`).getByRole('link', { name: link }).click();
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.waitForURL(example.baseURL + path);
    await expectTidy();
  }

  describe.each(tested)('$width px, $look', ({ width, height, look }) => {
    const shot = (name: string): Promise<void> => window.shoot(`${name}-${width}-${look}`);

    beforeEach(async () => {
      window = await openWindow(browser, { viewport: { width, height }, colorScheme: look });
    });

    test('KOOMPI: a transfer is entered wrong, entered right, confirmed by a double click, and made once', async () => {
      const { page } = window;
      const { koompi } = example.emulators.kid;
      await open('/koompi/wallet', 'Use KID, the renamed service', 'koompi');
      await shot('wallet');
      await page.getByLabel('To', { exact: true }).fill('somewhere');
      await page.getByLabel('Token', { exact: true }).selectOption('LOTUS');
      await page.getByLabel('Amount').fill('0,75');
      await page.getByRole('button', { name: 'Review the transfer' }).click();
      await page.getByRole('alert').getByText('Nothing was sent').waitFor();
      expect(await focusAndTitle(page)).toEqual([
        'Nothing was sent. Correct the marked fields.',
        'Nothing was sent – Wallet – Example Business',
      ]);
      expect(await page.getByLabel('Amount').getAttribute('aria-invalid')).toBe('true');
      expect(await page.getByLabel('Amount').inputValue()).toBe('0,75');
      await expectTidy();
      await shot('wallet-objections');

      await page.getByLabel('To', { exact: true }).fill(koompi.users[1]?.profile.wallet_address ?? '');
      await page.getByLabel('Amount').fill('0.75');
      await page.getByRole('button', { name: 'Review the transfer' }).click();
      await page.getByRole('heading', { name: 'Send this?' }).waitFor();
      await expectTidy();
      await shot('transfer-confirmation');
      koompi.fault('transfer', faults.slow(100));
      await page.getByRole('button', { name: 'Send 0.75 LOTUS' }).dblclick();
      await page.getByRole('heading', { name: 'Sent' }).waitFor();
      await page.reload();
      await expectTidy();
      await shot('transfer-sent');
      expect(koompi.wallet.transfers).toMatchObject([{ amount: '750000' }]);

      await page.getByRole('link', { name: 'Back to the wallet' }).click();
      expect(await page.getByRole('row', { name: 'LOTUS' }).textContent()).toContain('0.75');
    });

    test('KOOMPI: a transfer whose answer is lost', async () => {
      const { page } = window;
      const { koompi } = example.emulator;
      await open('/koompi/wallet', 'Sign in with KOOMPI', 'koompi');
      await page.getByLabel('To', { exact: true }).fill(koompi.users[1]?.profile.wallet_address ?? '');
      await page.getByLabel('Amount').fill('1');
      await page.getByRole('button', { name: 'Review the transfer' }).click();
      koompi.fault('transfer', faults.halfBody());
      await page.getByRole('button', { name: 'Send 1 RICE' }).click();
      await page.getByRole('heading', { name: 'The transfer may have been made' }).waitFor();
      await expectTidy();
      await shot('transfer-unknown');
      await page.getByRole('link', { name: 'Check the wallet' }).click();
      await page.getByRole('heading', { name: 'Wallet' }).waitFor();
    });

    test('KonPro: account and plan', async () => {
      await open('/konpro/account', 'Sign in with KonPro', 'konpro');
      await shot('konpro-account');
    });

    test('Komerza: stores, one of them with a long name, and one that is closed', async () => {
      const { page } = window;
      await open('/komerza/stores', 'Sign in with Komerza', 'komerza');
      await shot('komerza-stores');
      await page.getByRole('link', { name: 'Team Shop' }).click();
      await page.getByText('You may not update this store.').waitFor();
      await expectTidy();
      await shot('komerza-store');
      example.emulator.komerza.fault(
        'store',
        faults.transform((body) => ({
          data: { ...(body as { data: object }).data, name: `${'Rice🌾'.repeat(30)}${'x'.repeat(90)}` },
        })),
      );
      await page.reload();
      await expectTidy();
      await page.goto(`${example.baseURL}/komerza/stores/5a1e0c3b-0004-4d6f-8e9a-000000000004`);
      await page.getByRole('link', { name: 'Sign in again and tick it' }).waitFor();
      await expectTidy();
      await shot('komerza-store-closed');
    });

    test('CoinPay: wallets, and the preset that has none', async () => {
      const { page } = window;
      await open('/coinpay/wallets', 'Use the published preset', 'coinpay');
      await shot('coinpay-wallets');
      await page.goto(`${example.baseURL}/api/auth/login/coinpay?returnTo=/coinpay/wallets`);
      await page.getByRole('button', { name: 'Allow' }).click();
      await page.getByRole('heading', { name: 'CoinPay does not show its wallets here' }).waitFor();
      await expectTidy();
      await shot('coinpay-without-scope');
    });

    test('Kopo Kopo: a payment, whose result comes while the page waits', async () => {
      const { page } = window;
      const { kopokopo } = example.emulator;
      await page.goto(`${example.baseURL}/kopokopo`);
      await page.getByRole('button', { name: 'Subscribe to payments' }).click();
      await page.getByRole('status').getByText('now reports every payment').waitFor();
      await page.getByLabel('Telephone').fill('0712 345 678');
      await page.getByLabel('Amount in KES').fill('0');
      await page.getByLabel('Reference').fill('Order 17');
      await page.getByRole('button', { name: 'Request the payment' }).click();
      await page.getByRole('alert').waitFor();
      expect(await focusAndTitle(page)).toEqual([
        'Nothing was sent. Correct the marked fields.',
        'Nothing was sent – Payments and webhooks – Example Business',
      ]);
      expect(await page.getByLabel('Reference').inputValue()).toBe('Order 17');
      await expectTidy();
      await shot('payment-objections');
      kopokopo.switches.resultDelay = 300;
      await page.getByLabel('Amount in KES').fill('99.50');
      await page.getByRole('button', { name: 'Request the payment' }).dblclick();
      await page.getByText('Pending').waitFor();
      await expectTidy();
      await shot('payment-pending');
      await page.getByText('Success').waitFor();
      await page.getByText('result of a payment').waitFor();
      await kopokopo.delivered();
      await page.getByRole('link', { name: 'Refresh' }).click();
      await page.getByText('buygoods_transaction_received').waitFor();
      await expectTidy();
      await shot('payment');
      await page.getByRole('link', { name: 'Payments', exact: true }).click();
      await page.getByRole('link', { name: 'KES 99.50' }).waitFor();
      expect(kopokopo.deliveries).toHaveLength(2);
      await shot('kopokopo-payments');
    });
  });
});
