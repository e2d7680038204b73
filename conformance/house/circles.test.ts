import { circlesIn, resolveImport } from './circles';
import { importsOf, readImports, writtenFiles } from './imports';

/** Which files of a set import each other. */
function graphOf(files: readonly string[], read: (file: string) => readonly { path: string }[]) {
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const targets = read(file).flatMap(({ path }) => resolveImport(file, path, known) ?? []);
      return [file, targets] as const;
    }),
  );
}

const sources = new Map<string, string[]>();
for (const file of writtenFiles()) {
  const [, folder] = /^((?:packages|examples)\/[^/]+)\/src\//.exec(file) ?? [];
  if (folder !== undefined) sources.set(folder, [...(sources.get(folder) ?? []), file]);
}

test.each([...sources.keys()])('no files of %s import each other in a circle, types included', (folder) => {
  const graph = graphOf(sources.get(folder) ?? [], importsOf);
  expect([...graph.values()].flat().length).toBeGreaterThan(0);
  expect(circlesIn(graph)).toEqual([]);
});

test('a planted circle is found, over three files and by types alone', () => {
  const texts: Readonly<Record<string, string>> = {
    'src/a.ts': "import { b } from './b';",
    'src/b.ts': "import type { C } from './c';",
    'src/c/index.ts': "export type D = import('../d').D;",
    'src/d.ts': "export type { A } from './a.js';",
    'src/e.ts': "import './a'; import './e';",
    'src/f.ts': "import './a';",
  };
  const graph = graphOf(Object.keys(texts), (file) => readImports(texts[file] ?? ''));
  expect(circlesIn(graph)).toEqual([['src/a.ts', 'src/b.ts', 'src/c/index.ts', 'src/d.ts'], ['src/e.ts']]);
});
