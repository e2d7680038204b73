import * as openid from 'openid-client';
import { offer } from './offer.mjs';

let config;
let login;

offer({
  async configure({ issuer, clientID, clientSecret, basic = false }) {
    const authentication = basic
      ? openid.ClientSecretBasic(clientSecret)
      : openid.ClientSecretPost(clientSecret);
    config = await openid.discovery(new URL(issuer), clientID, undefined, authentication, {
      // The emulator is on this computer.
      execute: [openid.allowInsecureRequests],
    });
    return config.serverMetadata();
  },
  async loginURL({ redirectURI, scope }) {
    login = {
      pkceCodeVerifier: openid.randomPKCECodeVerifier(),
      expectedState: openid.randomState(),
      expectedNonce: openid.randomNonce(),
      idTokenExpected: true,
    };
    return openid.buildAuthorizationUrl(config, {
      redirect_uri: redirectURI,
      scope,
      state: login.expectedState,
      nonce: login.expectedNonce,
      code_challenge: await openid.calculatePKCECodeChallenge(login.pkceCodeVerifier),
      code_challenge_method: 'S256',
    }).href;
  },
  async exchange({ callback }) {
    // The signature too, which this client leaves to TLS in the code flow unless told otherwise.
    openid.enableNonRepudiationChecks(config);
    const tokens = await openid.authorizationCodeGrant(config, new URL(callback), login);
    return { tokens, claims: tokens.claims() };
  },
  userInfo: ({ accessToken, subject }) => openid.fetchUserInfo(config, accessToken, subject),
  refresh: ({ refreshToken }) => openid.refreshTokenGrant(config, refreshToken),
  revoke: ({ token }) => openid.tokenRevocation(config, token),
});
