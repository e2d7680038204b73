import { type KeyObject, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { type AsymmetricAlgorithm, type Members } from './jws';

/** The algorithm of ID token signatures. */
export type SigningAlgorithm = 'RS256' | 'ES256' | 'PS256' | 'EdDSA' | 'HS256';

/** A JSON Web Key, or something that only looks like one. */
export type Jwk = Readonly<Members>;

/** One key pair. */
export interface SigningKey {
  readonly kid: string;
  readonly algorithm: AsymmetricAlgorithm;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** The public half, as the JWKS publishes it. */
  readonly jwk: Jwk;
}

/** Invalid or misleading entries of a JWKS, for the switch `jwks`. */
export interface HostileKeys {
  /** A key of an unknown type. */
  unknownType(): Jwk;
  /** An RSA key with `use: enc` and the `kid` of the current key. */
  encryption(): Jwk;
  /** Another public key under the `kid` of the current key. */
  duplicate(): Jwk;
  /** The current key with its private half. */
  withPrivateHalf(): Jwk;
  /** A symmetric key with key material, under the `kid` of the current key. */
  symmetric(material?: string): Jwk;
  /** `count` RSA entries, each with its own `kid` and modulus. */
  many(count: number): readonly Jwk[];
}

/** The signing keys of an emulated OpenID provider. */
export interface SigningKeys {
  /** Default: the algorithm of the service, RS256 for most. */
  readonly algorithm: SigningAlgorithm;
  /** The key that signs (under HS256: the one that would sign RS256). */
  readonly current: SigningKey;
  /** A key with the algorithm and `kid` of the current one. It is never in the JWKS. */
  readonly unpublished: SigningKey;
  /** The secret of HS256. Only the server knows it: give it to a strategy as the operator of the server would. */
  readonly secret: string;
  readonly hostile: HostileKeys;
  /** Makes a new key. The old one leaves the JWKS at once. */
  rotate(): void;
  /** Makes a new key. The old ones stay in the JWKS. */
  rotateKeepingOld(): void;
  /** Makes a new key for this algorithm, alone in the JWKS. `undefined` restores the server's default. */
  setAlgorithm(algorithm: SigningAlgorithm | undefined): void;
}

export class KeyRing implements SigningKeys {
  readonly secret: string = randomBytes(32).toString('hex');
  readonly #usual: () => SigningAlgorithm;
  /** The only key in the JWKS under HS256: it has no key material. */
  readonly #withoutMaterial: Jwk;
  #chosen: SigningAlgorithm | undefined;
  /** The first one signs. Keys are made when they are needed, because an RSA key takes a while. */
  #keys: SigningKey[] = [];
  #unpublished: SigningKey | undefined;

  constructor(usual: () => SigningAlgorithm, hmacKeyID: string) {
    this.#usual = usual;
    this.#withoutMaterial = { kty: 'oct', kid: hmacKeyID, use: 'sig', alg: 'HS256' };
  }

  get algorithm(): SigningAlgorithm {
    return this.#chosen ?? this.#usual();
  }

  get current(): SigningKey {
    const algorithm = asymmetric(this.algorithm);
    const [first] = this.#keys;
    if (first?.algorithm === algorithm) return first;
    const key = createSigningKey(algorithm);
    this.#keys = [key];
    return key;
  }

  get unpublished(): SigningKey {
    const { algorithm, kid } = this.current;
    if (this.#unpublished?.kid !== kid || this.#unpublished.algorithm !== algorithm) {
      this.#unpublished = createSigningKey(algorithm, kid);
    }
    return this.#unpublished;
  }

  rotate(): void {
    this.#keys = [createSigningKey(asymmetric(this.algorithm))];
  }

  rotateKeepingOld(): void {
    this.#keys = [createSigningKey(asymmetric(this.algorithm)), this.current, ...this.#keys.slice(1)];
  }

  setAlgorithm(algorithm: SigningAlgorithm | undefined): void {
    this.#chosen = algorithm;
    this.#keys = [];
  }

  /** The JWKS before the switch `jwks` changes it. */
  document(): { keys: Jwk[] } {
    if (this.algorithm === 'HS256') return { keys: [this.#withoutMaterial] };
    const { current } = this;
    return { keys: [current, ...this.#keys.slice(1)].map(({ jwk }) => jwk) };
  }

  readonly hostile: HostileKeys = {
    unknownType: () => ({ kty: 'QUANTUM', kid: 'unknown-type', use: 'sig', alg: 'QS256', q: 'AQAB' }),
    encryption: () => ({
      ...createSigningKey('RS256', this.current.kid).jwk,
      use: 'enc',
      alg: 'RSA-OAEP-256',
    }),
    duplicate: () => createSigningKey(this.current.algorithm, this.current.kid).jwk,
    withPrivateHalf: () => ({ ...this.current.privateKey.export({ format: 'jwk' }), ...this.current.jwk }),
    symmetric: (material = randomBytes(32).toString('base64url')) => ({
      ...this.#withoutMaterial,
      kid: this.current.kid,
      k: material,
    }),
    many: (count) =>
      Array.from({ length: count }, (_, index) => ({
        kty: 'RSA',
        kid: `filler-${index}`,
        use: 'sig',
        alg: 'RS256',
        n: randomBytes(256).toString('base64url'),
        e: 'AQAB',
      })),
  };
}

function asymmetric(algorithm: SigningAlgorithm): AsymmetricAlgorithm {
  return algorithm === 'HS256' ? 'RS256' : algorithm;
}

function createSigningKey(
  algorithm: AsymmetricAlgorithm,
  kid = randomBytes(9).toString('base64url'),
): SigningKey {
  const privateKey = createPrivateKey(algorithm);
  const publicKey = createPublicKey(privateKey);
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: algorithm };
  return { kid, algorithm, privateKey, publicKey, jwk };
}

function createPrivateKey(algorithm: AsymmetricAlgorithm): KeyObject {
  if (algorithm === 'EdDSA') return generateKeyPairSync('ed25519').privateKey;
  if (algorithm === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
}
