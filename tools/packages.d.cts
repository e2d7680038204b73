export interface RepositoryPackage {
  /** Such as `passport-konpro`. */
  readonly name: string;
  /** Its path in the repository, with slashes. */
  readonly folder: string;
  readonly manifest: {
    readonly dependencies?: Readonly<Record<string, string>>;
    readonly exports: Readonly<Record<string, unknown>>;
  };
}
export interface ProviderPackage {
  readonly name: string;
  readonly folder: string;
  /** The name of the strategy, such as `konpro`. */
  readonly provider: string;
  /** The service's name, such as `KonPro`. */
  readonly title: string;
}
export const root: string;
export const packages: readonly RepositoryPackage[];
export const providers: readonly ProviderPackage[];
