import { defineProvider, type ProviderDeclaration } from 'passport-oauth2-base';
import type { KopoKopoOptions } from './options';
import type { KopoKopoFields } from './profile';

type KopoKopoDeclaration = ProviderDeclaration<KopoKopoFields, KopoKopoOptions>;

/**
 * Base URLs of OAuth and API. For OAuth in production, Kopo Kopo's guide has app.kopokopo.com. Its own plugin moved from
 * there to api.kopokopo.com in March 2026, and its PHP SDK accepts only the latter.
 */
export const hosts: Readonly<Record<'production' | 'sandbox', string>> = {
  production: 'https://api.kopokopo.com',
  sandbox: 'https://sandbox.kopokopo.com',
};

/** Kopo Kopo's client credentials flow, at one of its hosts. */
export function application(host: string): KopoKopoDeclaration {
  return defineProvider({
    name: 'kopokopo',
    title: 'Kopo Kopo',
    documentation: 'https://developers.kopokopo.com/guides/auth/client-credentials-flow',
    grant: 'client_credentials',
    endpoints: {
      token: `${host}/oauth/token`,
      introspection: `${host}/oauth/introspect`,
      revocation: `${host}/oauth/revoke`,
      userProfile: `${host}/oauth/token/info`,
      api: `${host}/api`,
    },
    clientAuthentication: 'client_secret_post',
    pkce: 'optional',
    options: {
      environment: ['production', 'sandbox'],
      baseURL: 'url',
      apiVersion: ['v1', 'v2'],
      applicationName: 'string',
      apiKey: 'string',
    },
    hints: {
      access_token_refused:
        'The client dropped the token of the application; the next call gets a new one. If this repeats, or if you passed an account’s token, the access was revoked.',
    },
    profile: {
      map: (info, { applicationName }) => {
        const uid = info.object('application')?.identifier('uid');
        return {
          id: uid,
          displayName: applicationName ?? uid,
          resourceOwnerId: info.identifier('resource_owner_id'),
          scopes: info.texts('scope'),
        };
      },
    },
  });
}

/** The authorization code flow of an account. Kopo Kopo mentions it but documents no URL for it. */
export function account(host: string, { refreshes }: { readonly refreshes: boolean }): KopoKopoDeclaration {
  const { grant: _grant, ...declaration } = application(host);
  return defineProvider({
    ...declaration,
    clientCredentials: true,
    ...(refreshes ? { refresh: {} } : {}),
    profile: {
      map: (info) => ({ id: info.identifier('resource_owner_id'), scopes: info.texts('scope') }),
    },
  });
}
