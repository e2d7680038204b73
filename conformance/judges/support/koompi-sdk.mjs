import { KoompiOAuthClient, KoompiOAuthServer } from '@koompi/oauth';
import { offer } from './offer.mjs';

let storage;
let client;
let server;

offer({
  /** One base for the client and one for the server: that is how the SDK joins its addresses. */
  configure({ clientId, clientSecret, redirectUri, origin, defaultScope }) {
    const kept = new Map();
    storage = {
      get: (key) => kept.get(key) ?? null,
      set: (key, value) => void kept.set(key, value),
      delete: (key) => void kept.delete(key),
    };
    client = new KoompiOAuthClient({
      clientId,
      redirectUri,
      defaultScope,
      storage,
      baseUrl: `${origin}/v1/oauth`,
    });
    server = new KoompiOAuthServer({ clientId, clientSecret, redirectUri, baseUrl: origin });
  },
  loginURL: (options) => client.getLoginUrl(options),
  /** What an application does in its callback route. */
  async exchange({ callback, withVerifier = true }) {
    const { searchParams } = new URL(callback);
    if (searchParams.get('state') !== storage.get('koompi_oauth_state')) throw new Error('another state');
    const pkce = await client.getStoredPkce();
    return server.exchangeCode({
      code: searchParams.get('code'),
      state: searchParams.get('state'),
      codeVerifier: withVerifier ? pkce.codeVerifier : undefined,
    });
  },
  userInfo: ({ accessToken }) => server.getUserInfo(accessToken),
});
