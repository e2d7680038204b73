import { toNodeOAuthError } from './errors/node-oauth-error';
import { ProviderError } from './errors/provider-error';
import { defineInspect } from './lib/inspect';
import type { OAuth2, OAuth2Constructor, ResponseCallback, TokenCallback } from './passport-oauth2';
import { isSuccess, refusal } from './http/response';
import type { ProviderClient } from './client';
import type { TokenSet } from './token/token-set';

/**
 * The `_oauth2` of a strategy: node-oauth's class as passport-oauth2 itself uses it, with its two network methods
 * on our client. The class closes over the client, so that a copy which an add-on makes with the six constructor
 * arguments (passport-oauth2-refresh does) speaks to the service the same way.
 *
 * @param original - the object that passport-oauth2 made; its class is extended, so that `instanceof` holds under
 *   every installer
 */
export function adaptOAuth2(original: OAuth2, client: ProviderClient): OAuth2 {
  const Base = original.constructor as OAuth2Constructor;

  class ProviderOAuth2 extends Base {
    constructor(...parameters: ConstructorParameters<OAuth2Constructor>) {
      super(...parameters);
      // Whoever serializes the strategy does not get the secret with it; headers may hold one, too.
      for (const name of ['_clientSecret', '_customHeaders']) {
        Object.defineProperty(this, name, { enumerable: false });
      }
      this.useAuthorizationHeaderforGET(true);
    }

    /** The address comes from the client, not from this object: an add-on copies the one it saw at start-up. */
    override getOAuthAccessToken(
      codeOrToken: string,
      parameters: Record<string, unknown>,
      callback: TokenCallback,
    ): void {
      tokensFor(client, codeOrToken, parameters).then(
        (tokens) => {
          const { refresh_token: _refreshToken, ...results } = tokens.raw;
          callback(null, tokens.accessToken, tokens.refreshToken, results);
        },
        (error: unknown) => callback(toNodeOAuthError(error)),
      );
    }

    override _request(
      method: string,
      url: string,
      headers: Record<string, string> | null,
      body: string | Uint8Array | null,
      accessToken: string | null,
      callback: ResponseCallback,
    ): void {
      const text = body === null || body.length === 0 ? undefined : Buffer.from(body).toString();
      const resource = {
        method,
        url,
        headers: headers ?? {},
        body: text,
        accessToken: accessToken ?? undefined,
      };
      client.connection.sendForResource({ endpoint: 'api', ...resource }).then(
        ({ request, response }) =>
          isSuccess(response)
            ? callback(null, response.text, { statusCode: response.status, headers: response.headers })
            : callback(toNodeOAuthError(refusal(client.declaration, request, response))),
        (error: unknown) => callback(toNodeOAuthError(error)),
      );
    }
  }

  defineInspect<OAuth2>(ProviderOAuth2, ({ _clientId, _authorizeUrl, _accessTokenUrl }) => ({
    clientID: _clientId,
    authorizationURL: _authorizeUrl,
    tokenURL: _accessTokenUrl,
  }));

  const adapted = new ProviderOAuth2(
    original._clientId,
    original._clientSecret,
    original._baseSite,
    original._authorizeUrl,
    original._accessTokenUrl,
    original._customHeaders,
  );
  client.connection.agentOverrides.push(() => adapted._agent as object | undefined);
  return adapted;
}

function tokensFor(
  client: ProviderClient,
  codeOrToken: string,
  parameters: Record<string, unknown>,
): Promise<TokenSet> {
  const isRefresh = parameters['grant_type'] === 'refresh_token';
  if (!isRefresh) return client.tokenEndpoints.requestTokens('token', { ...parameters, code: codeOrToken });
  const { grant_type: _grantType, ...further } = parameters;
  if (client.refresh) return client.refresh(codeOrToken, { parameters: further });
  return Promise.reject(
    new ProviderError('token_refused', {
      provider: client.declaration,
      endpoint: 'refresh',
      detail: 'the service does not refresh tokens',
      hint: 'Send the user to sign in again when the token stops working.',
    }),
  );
}
