import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packages } from '../../tools/packages.cjs';
import { startEmulator, type Emulator } from 'passport-provider-emulator';
import { Browser } from 'passport-strategy-contract';
import { freshPassport, LocalExpress, Readme } from './readme-snippets';

const root = join(__dirname, '..', '..');
const readme = new Readme('README.md');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

const readmes = ['README.md', ...packages.map(({ folder }) => `${folder}/README.md`)];

/** The anchor that a heading has on a page. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}

test.each(readmes)('%s: every link into the repository leads somewhere', (path) => {
  const { text } = new Readme(path);
  for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
    const [file = '', fragment] = target.split('#');
    const found = join(root, dirname(path), file);
    expect([target, existsSync(found)]).toEqual([target, true]);
    if (fragment === undefined) continue;
    const page = readFileSync(found.endsWith('.md') ? found : join(found, 'README.md'), 'utf8');
    const anchors = [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchor(heading));
    expect(anchors).toContain(fragment);
  }
});

test('every command that the README names exists', () => {
  const named = [...readme.text.matchAll(/npm (?:run )?([\w:-]+)/g)].map(([, name = '']) => name);
  const commands = named.filter((name) => !['install', 'workspaces'].includes(name));
  expect(commands.length).toBeGreaterThan(5);
  for (const command of commands) expect(Object.keys(scripts)).toContain(command);
});

test('every package that the README names exists, and has a README of its own', () => {
  for (const [, name = ''] of readme.text.matchAll(/\]\(packages\/([\w-]+)/g))
    expect(packages.map((known) => known.name)).toContain(name);
});

test('every piece of code is run by a test', () => {
  expect(readme.untested).toBe(0);
});

describe('snippet quick-start', () => {
  const local = new LocalExpress();
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator({ providers: ['koompi'] });
  });
  afterAll(() => Promise.all([emulator.close(), local.close()]));

  test('greets the user', async () => {
    const { clientID, clientSecret, ...addresses } = emulator.koompi.options;
    const { Strategy } = jest.requireActual<{ Strategy: new (options: object) => object }>('passport-koompi');
    class Emulated extends Strategy {
      constructor(options: object) {
        super({ ...addresses, ...options });
      }
    }
    readme.run('quick-start', {
      modules: {
        express: local.express,
        passport: freshPassport(),
        'passport-koompi': { Strategy: Emulated },
      },
      env: { KOOMPI_CLIENT_ID: clientID, KOOMPI_CLIENT_SECRET: clientSecret, SESSION_SECRET: 'of the test' },
    });
    const origin = await local.origin();
    const browser = new Browser();
    const { location } = await browser.open(`${origin}/api/auth/login/koompi`);
    const callback = await emulator.koompi.authorize(location ?? '', { user: 'dara@example-business.com' });
    const page = await browser.open(callback.replace('http://localhost:3000', origin));
    expect(page).toMatchObject({ status: 200, text: 'Hello, Dara Lim' });
  });
});
