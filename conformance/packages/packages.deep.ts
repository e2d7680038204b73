/** What packed.deep.ts does on the current Node, on every Node that is supported, from its oldest release on. */
import { join } from 'node:path';
import { PackageLab, type Finished } from './lab';
import {
  addProjects,
  compileProjects,
  expectSuccess,
  peers,
  runJest,
  runProject,
  runnableProjects,
  typescriptProjects,
} from './projects';

const success: Finished = { code: 0, stdout: '', stderr: '' };

let lab: PackageLab;

beforeAll(async () => {
  lab = new PackageLab();
  const tarballs = (await lab.pack()).map(({ tarball }) => tarball);
  await lab.install(lab.folder, [...tarballs, ...peers]);
  addProjects(lab);
  expect(await compileProjects(lab)).toEqual(success);
});

afterAll(() => lab.close());

describe.each(['20.19.0', '20', '22', '24'])('Node %s', (version) => {
  let node: string;

  beforeAll(async () => {
    node = await lab.node(version);
  });

  test('is what it is called', async () => {
    const { stdout } = await lab.run(node, ['--version']);
    expect(`${stdout.trim()}.`).toContain(`v${version}.`);
  });

  test.each(runnableProjects)('%s', async (project) => {
    expectSuccess(project, await runProject(lab, node, project));
  });

  test.each([
    ['without', []],
    ['with', ['--experimental-vm-modules']],
  ])('Jest %s --experimental-vm-modules', async (_words, options) => {
    expect(await runJest(lab, node, options)).toMatchObject({ code: 0 });
  });
});

describe.each([
  // Its own name for what 6.0 calls deprecated.
  { version: '5.9', projects: typescriptProjects, flags: ['--ignoreDeprecations', '5.0'] },
  // It has no node10 any more.
  { version: '7', projects: typescriptProjects.filter((name) => !name.endsWith('-commonjs')), flags: [] },
])('TypeScript $version', ({ version, projects, flags }) => {
  let compiler: string;

  beforeAll(async () => {
    const folder = join(lab.folder, `typescript-${version}`);
    await lab.install(folder, [`typescript@${version}`]);
    compiler = join(folder, 'node_modules', 'typescript');
  });

  test.each(projects)('%s', async (project) => {
    expect(await lab.compile(['-p', project, '--noEmit', ...flags], compiler)).toEqual(success);
  });
});
