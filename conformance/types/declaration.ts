import { defineProvider, type OpenIDOptions, type ProviderDeclaration } from 'passport-oauth2-base';

interface AcmeOptions extends OpenIDOptions {
  readonly region?: 'eu' | 'us' | undefined;
  readonly host?: string | undefined;
  readonly dangerouslyTrustEmail?: boolean | undefined;
}

type Acme = ProviderDeclaration<{ id: string | undefined }, AcmeOptions>;

const acme = {
  name: 'acme',
  title: 'Acme',
  documentation: 'https://example-business.com/docs',
  endpoints: { token: 'https://example-business.com/token' },
  clientAuthentication: 'none',
  pkce: 'required',
  profile: {
    map: (user: { identifier(name: string): string | undefined }) => ({ id: user.identifier('id') }),
  },
} as const;

const options = { region: ['eu', 'us'], host: 'url', dangerouslyTrustEmail: 'boolean' } as const;

export const complete: Acme = defineProvider({ ...acme, options });

// @ts-expect-error -- the declaration forgets the options of the type
export const withoutOptions: Acme = { ...acme };

// @ts-expect-error -- `host` is missing
export const incomplete: Acme = { ...acme, options: { region: ['eu'], dangerouslyTrustEmail: 'boolean' } };

// @ts-expect-error -- the type has no `zone`
export const unknownOption: Acme = { ...acme, options: { ...options, zone: 'string' } };

// @ts-expect-error -- the type of `region` has no 'asia'
export const unknownValue: Acme = { ...acme, options: { ...options, region: ['eu', 'asia'] } };

// @ts-expect-error -- `dangerouslyTrustEmail` is a boolean
export const anotherType: Acme = { ...acme, options: { ...options, dangerouslyTrustEmail: 'string' } };
