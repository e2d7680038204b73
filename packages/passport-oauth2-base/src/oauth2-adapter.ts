import { toNodeOAuthError } from './errors/node-oauth-error';
import { ProviderError } from './errors/provider-error';
import { defineInspect } from './lib/inspect';
import type { OAuth2, OAuth2Constructor, ResponseCallback, TokenCallback } from './passport-oauth2';
import type { ResourceRequest } from './http/connection';
import { isSuccess, refusal } from './http/response';
import type { ProviderClient } from './client';
import type { TokenSet } from './token/token-set';

/**
 * Makes the `_oauth2` of a strategy: an object of node-oauth's class that sends its requests by our client.
 *
 * @param original - the object that passport-oauth2 made
 */
export function adaptOAuth2(original: OAuth2, client: ProviderClient): OAuth2 {
  const ProviderOAuth2 = adaptedClass(original, client);
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

/**
 * node-oauth's class with its two network methods replaced. The class closes over the client: add-ons such as
 * passport-oauth2-refresh copy the object by calling its constructor, and the copy must use the same client. It
 * extends the class of the original, so that `instanceof` holds under every installer.
 */
function adaptedClass(original: OAuth2, client: ProviderClient): OAuth2Constructor {
  const Base = original.constructor as OAuth2Constructor;

  class ProviderOAuth2 extends Base {
    constructor(...parameters: ConstructorParameters<OAuth2Constructor>) {
      super(...parameters);
      // A serialized strategy must not hold the secret. Headers may hold one, too.
      for (const name of ['_clientSecret', '_customHeaders']) {
        Object.defineProperty(this, name, { enumerable: false });
      }
      this.useAuthorizationHeaderforGET(true);
    }

    /** The URL comes from the client, because an add-on copies the URL that this object had at start-up. */
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
      const resource = { method, url, headers: headers ?? {}, body: text };
      sendFor(client, { ...resource, accessToken: accessToken ?? undefined }, callback);
    }
  }

  defineInspect<OAuth2>(ProviderOAuth2, ({ _clientId, _authorizeUrl, _accessTokenUrl }) => ({
    clientID: _clientId,
    authorizationURL: _authorizeUrl,
    tokenURL: _accessTokenUrl,
  }));

  return ProviderOAuth2;
}

/** Sends a request to a protected resource, and calls back as node-oauth does. */
function sendFor(
  client: ProviderClient,
  resource: Omit<ResourceRequest, 'endpoint'>,
  callback: ResponseCallback,
): void {
  client.connection.sendForResource({ endpoint: 'api', ...resource }).then(
    ({ request, response }) =>
      isSuccess(response)
        ? callback(null, response.text, { statusCode: response.status, headers: response.headers })
        : callback(toNodeOAuthError(refusal(client.declaration, request, response))),
    (error: unknown) => callback(toNodeOAuthError(error)),
  );
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
