import type { CompactJWSHeaderParameters, CompactVerifyResult, CryptoKey, JSONWebKeySet } from 'jose' with {
  'resolution-mode': 'import',
};

/** The few parts of jose that are used. */
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
 * Loads jose, at the first id_token and never before. It is an ES module, and we are CommonJS.
 *
 * @throws Error where the sandbox forbids `import()`: a CommonJS Jest without its flag does
 */
export function loadJose(): Promise<Jose> {
  loaded ??= load().catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

async function load(): Promise<Jose> {
  // One after the other: two at once fail in Jest's module linker.
  const { compactVerify } = await import('jose/jws/compact/verify');
  const { createLocalJWKSet } = await import('jose/jwks/local');
  return { compactVerify: compactVerify, createLocalJWKSet };
}
