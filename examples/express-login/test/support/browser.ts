import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const executablePath = process.env['CHROMIUM_PATH'] || '/usr/bin/chromium';
const screenshots = join(__dirname, '..', '..', '..', '..', 'screenshots');

/** Why the browser tests cannot run here, and nothing if they can. With REQUIRE_BROWSER=1 they run, and fail. */
export function browserObjection(): string | undefined {
  if (existsSync(executablePath) || process.env['REQUIRE_BROWSER'] === '1') return undefined;
  return `browser tests skipped: there is no ${executablePath}; \`apt-get install chromium\`, or set CHROMIUM_PATH`;
}

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A window that notes whatever the browser complains of: script errors, blocked styles, failed requests. */
export interface Window {
  readonly page: Page;
  readonly complaints: readonly string[];
  /** Writes `screenshots/<name>.png` under SCREENSHOTS=1. */
  shoot(name: string): Promise<void>;
  close(): Promise<void>;
}

export async function openWindow(browser: Browser, options: BrowserContextOptions): Promise<Window> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.setDefaultTimeout(10_000);
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('requestfailed', (request) => {
    const error = request.failure()?.errorText;
    // Whoever leaves a page leaves what it was still loading, such as its icon.
    if (error !== 'net::ERR_ABORTED') complaints.push(`${request.url()}: ${error}`);
  });
  return {
    page,
    complaints,
    async shoot(name) {
      if (process.env['SCREENSHOTS'] !== '1') return;
      mkdirSync(screenshots, { recursive: true });
      await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
    },
    close: () => context.close(),
  };
}

/** Whether the page is wider than the window, so that people would have to scroll sideways. */
export function overflows(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}

/** The text of the element that has the focus, and the title: what a screen reader says first. */
export function focusAndTitle(page: Page): Promise<readonly [focused: string, title: string]> {
  return page.evaluate(() => [document.activeElement?.textContent ?? '', document.title] as const);
}

/**
 * Whether a name with an emoji shows an empty box: no font has the emoji then, and only the fonts of plain text are in
 * use. A computer with an emoji font uses that, and all others the font of the example.
 */
export async function showsEmptyBox(page: Page, selector: string): Promise<boolean> {
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument');
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector });
  const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
  return !fonts.some(({ familyName }) => /emoji/i.test(familyName));
}
