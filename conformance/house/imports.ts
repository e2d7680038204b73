import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export const repository: string = join(__dirname, '..', '..');

/** One import of a file, in whatever form it is written. */
export interface Import {
  readonly path: string;
  readonly line: number;
  /** The imported names; `undefined` where everything is imported. */
  readonly names: readonly string[] | undefined;
  /** Nothing of it is left in the compiled file. */
  readonly typesOnly: boolean;
}

/** The folders that hold workspaces, and `conformance`, which is one itself. */
const folders = ['packages', 'examples', 'conformance'];

/** Every TypeScript file that people wrote, as a path in the repository with slashes. */
export function writtenFiles(): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
      .filter((path) => /\.[cm]?ts$/.test(path) && !/\/(?:node_modules|dist)\//.test(path)),
  );
}

/** The imports of a file of the repository. */
export function importsOf(file: string): Import[] {
  return readImports(readFileSync(join(repository, file), 'utf8'));
}

/** The imports in a text: statements, `import x = require()`, `import()`, `require()` and `import('…').Type`. */
export function readImports(text: string): Import[] {
  const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const add = (node: ts.Node | undefined, names: readonly string[] | undefined, typesOnly: boolean): void => {
    if (!node || !ts.isStringLiteralLike(node)) return;
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    found.push({ path: node.text, line, names, typesOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, ...namesOfImport(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, ...namesOfExport(node));
    else if (ts.isExternalModuleReference(node)) add(node.expression, undefined, node.parent.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, undefined, true);
    else if (ts.isCallExpression(node) && isLoading(node.expression))
      add(node.arguments[0], undefined, false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isLoading(called: ts.Expression): boolean {
  if (called.kind === ts.SyntaxKind.ImportKeyword) return true;
  return /^require(?:\.resolve)?$/.test(called.getText());
}

type Names = [names: readonly string[] | undefined, typesOnly: boolean];

function namesOfImport(clause: ts.ImportClause | undefined): Names {
  if (!clause) return [undefined, false];
  const typesOnly = clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
  const named = clause.namedBindings;
  if (clause.name || !named || ts.isNamespaceImport(named)) return [undefined, typesOnly];
  return namesOf(named.elements, typesOnly);
}

function namesOfExport({ exportClause, isTypeOnly }: ts.ExportDeclaration): Names {
  if (!exportClause || ts.isNamespaceExport(exportClause)) return [undefined, isTypeOnly];
  return namesOf(exportClause.elements, isTypeOnly);
}

function namesOf(elements: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[], typesOnly: boolean): Names {
  const names = elements.map(({ propertyName, name }) => (propertyName ?? name).text);
  return [names, typesOnly || (elements.length > 0 && elements.every(({ isTypeOnly }) => isTypeOnly))];
}
