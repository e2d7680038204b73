import type { Linter } from 'eslint';

export interface Pattern {
  readonly regex: string;
  readonly message: string;
  readonly allowTypeImports?: boolean;
  readonly allowImportNames?: readonly string[];
}
export interface Row {
  readonly name: string;
  readonly files: string;
  readonly patterns: readonly Pattern[];
}
export const rows: readonly Row[];
export const eslintRooms: Linter.Config[];
export function rowOf(file: string): Row | undefined;
export function refusalReason(
  file: string,
  imported: {
    readonly path: string;
    readonly names: readonly string[] | undefined;
    readonly typesOnly: boolean;
  },
): string | undefined;
