import type { CompactJWSHeaderParameters, CompactVerifyResult, CryptoKey, JSONWebKeySet } from 'jose' with {
  'resolution-mode': 'import',
};

/** The functions of jose that are used. */
export interface Jose {
  readonly compactVerify: (
    token: string,
    key: Uint8Array | CryptoKey | ((header: CompactJWSHeaderParameters) => Promise<CryptoKey>),
    options: { algorithms: string[] },
  ) => Promise<CompactVerifyResult>;
  readonly createLocalJWKSet: (
    keys: JSONWebKeySet,
  ) => (header: CompactJWSHeaderParameters) => Promise<CryptoKey>;
}

let loaded: Promise<Jose> | undefined;

/**
 * Loads jose on first use, by `import()`: jose is an ES module, and this package is CommonJS.
 *
 * @throws Error if `import()` is not available, as in a CommonJS Jest without its flag
 */
export function loadJose(): Promise<Jose> {
  loaded ??= load().catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

async function load(): Promise<Jose> {
  // One after the other, because Jest's module linker fails on two at once.
  const { compactVerify } = await import('jose/jws/compact/verify');
  const { createLocalJWKSet } = await import('jose/jwks/local');
  return { compactVerify: compactVerify, createLocalJWKSet };
}
