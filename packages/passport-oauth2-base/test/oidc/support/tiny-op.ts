import { defineProvider, type ProviderStrategy } from 'passport-oauth2-base';
import { openid } from 'passport-oauth2-base/oidc';
import { StubService, type Reply } from 'passport-strategy-contract/harness';
import { makeStrategy } from 'passport-strategy-contract/harness';
import { stateOf, Visitor, type Outcome } from 'passport-strategy-contract/harness';
import { newKey, signed, type Key } from 'passport-strategy-contract/harness';

const clientID = 'client-1';

/** A login that has begun and has not come back yet. */
export interface Begun {
  readonly visitor: Visitor;
  readonly state: string;
  readonly nonce: string;
}

/**
 * A small OpenID provider on loopback whose every answer a test can change. It gives out codes that say what the
 * id_token shall be, so that any number of logins can be underway at once.
 */
export class TinyOP {
  key: Key = newKey('first');
  /** What the JWKS endpoint answers instead of the key. */
  jwks: Reply | undefined;
  /** What the discovery endpoint answers instead of a right document. */
  discovery: Reply | undefined;
  /** Added to the right document, or taken from it. */
  metadata: Readonly<Record<string, unknown>> = {};
  private readonly service = new StubService();

  async listen(): Promise<this> {
    this.service.other = (res, received, req) => {
      const known: Readonly<Record<string, Reply>> = {
        '/.well-known/openid-configuration': this.discovery ?? { json: this.document() },
        '/jwks': this.jwks ?? { json: { keys: [this.key.published] } },
      };
      const reply = known[received.url] ?? { status: 404, json: {} };
      if (typeof reply === 'function') return reply(res, received, req);
      const { status = 200, headers = { 'content-type': 'application/json' }, json, body } = reply;
      res.writeHead(status, headers).end(body ?? JSON.stringify(json));
    };
    await this.service.listen();
    return this;
  }

  close(): Promise<void> {
    return this.service.close();
  }

  get issuer(): string {
    return this.service.origin;
  }

  get jwksFetches(): number {
    return this.service.at('/jwks').length;
  }

  get discoveryFetches(): number {
    return this.service.at('/.well-known').length;
  }

  document(): Record<string, unknown> {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      code_challenge_methods_supported: ['S256'],
      ...this.metadata,
    };
  }

  /** A strategy for this provider. The token endpoint is not asked: the code of each callback is the id_token. */
  strategy(options: object = {}): ProviderStrategy {
    const declaration = defineProvider({
      name: 'tiny',
      title: 'Tiny',
      documentation: 'https://example-business.com/docs',
      endpoints: {
        authorization: '{issuer}/declared/authorize',
        token: '{issuer}/declared/token',
        jwks: '{issuer}/jwks',
      },
      clientAuthentication: 'client_secret_post',
      pkce: 'required',
      scope: ['openid'],
      refresh: {},
      openid: openid({ algorithms: ['ES256'], required: true }),
      profile: { fromClaims: (claims) => claims, map: (user) => ({ id: user.identifier('sub') }) },
    });
    const strategy = makeStrategy(declaration, { clientID, issuer: this.issuer, ...options });
    strategy._oauth2.getOAuthAccessToken = (code, _parameters, done) =>
      done(null, 'access', undefined, { id_token: code });
    return strategy;
  }

  /** An id_token for a login. */
  idToken({ nonce }: Pick<Begun, 'nonce'>, header: object = {}, claims: object = {}, key = this.key): string {
    const now = Math.floor(Date.now() / 1000);
    const right = { iss: this.issuer, sub: 'ada', aud: clientID, iat: now, exp: now + 600, nonce };
    return signed(key, { ...right, ...claims }, header);
  }

  async login(strategy: ProviderStrategy, header: object = {}, key = this.key): Promise<string> {
    const begun = await begin(strategy);
    return finish(strategy, begun, this.idToken(begun, header, {}, key));
  }
}

export async function begin(strategy: ProviderStrategy): Promise<Begun> {
  const visitor = new Visitor();
  const url = await visitor.start(strategy);
  return { visitor, state: stateOf(url), nonce: url.searchParams.get('nonce') ?? '' };
}

/** Comes back with a code that stands for an id_token; gives `success` or why not. */
export async function finish(
  strategy: ProviderStrategy,
  { visitor, state }: Begun,
  idToken: string,
): Promise<string> {
  return resultOf(await visitor.finish(strategy, { code: idToken, state }));
}

export function resultOf({ kind, reason, error }: Outcome): string {
  return kind === 'success' ? 'success' : (reason ?? String(error));
}

const realNow = Date.now.bind(Date);

/** This process believes that it is so much later, in milliseconds; without, that it is now. */
export function moveClock(milliseconds = 0): void {
  Date.now = milliseconds === 0 ? realNow : () => realNow() + milliseconds;
}
