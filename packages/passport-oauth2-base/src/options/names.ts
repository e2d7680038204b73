import type { OptionValues, ProviderDeclaration } from '../declaration';
import type {
  OpenIDOptions,
  ProviderClientOptions,
  ProviderStateOptions,
  ProviderStrategyOptions,
} from './options';
import { checkURL } from '../lib/url';
import { nearest } from '../lib/did-you-mean';

const clientOptionNames = [
  'clientID',
  'clientSecret',
  'authorizationURL',
  'tokenURL',
  'refreshURL',
  'userProfileURL',
  'revocationURL',
  'introspectionURL',
  'apiURL',
  'issuer',
  'scopeSeparator',
  'customHeaders',
  'timeout',
  'maxResponseBytes',
  'agent',
  'fetch',
] as const satisfies readonly (keyof ProviderClientOptions)[];

const openIDOptionNames = [
  'jwksURL',
  'discovery',
  'maxAge',
  'idTokenSharedSecret',
] as const satisfies readonly (keyof OpenIDOptions)[];

const providerStateOptionNames = [
  'dangerouslyAcceptProviderState',
] as const satisfies readonly (keyof ProviderStateOptions)[];

const strategyOptionNames = [
  'callbackURL',
  'scope',
  'state',
  'pkce',
  'store',
  'sessionKey',
  'proxy',
  'skipUserProfile',
  'allowedHosts',
  'dangerouslyCallerManagedState',
  'passReqToCallback',
  'verify',
] as const satisfies readonly (keyof ProviderStrategyOptions | 'verify')[];

/** What the checks of options need to know of a service. */
export type Declaration = Omit<ProviderDeclaration, 'profile' | 'options'> & {
  readonly options?: { readonly [name: string]: OptionValues };
};

/** @throws TypeError for an option that does not exist, or that cannot be what it is */
export function checkNames(declaration: Declaration, options: object): void {
  const own = declaration.options ?? {};
  const known: readonly string[] = [
    ...clientOptionNames,
    ...(declaration.openid ? openIDOptionNames : []),
    ...(declaration.replacesState ? providerStateOptionNames : []),
    ...strategyOptionNames,
    ...Object.keys(own),
  ];
  for (const [name, value] of Object.entries(options)) {
    if (!known.includes(name)) {
      const near = nearest(name, known);
      throw new TypeError(
        `${declaration.title}: unknown option \`${name}\`` + (near ? `; did you mean \`${near}\`?` : '.'),
      );
    }
    const allowed = own[name];
    if (value !== undefined && allowed !== undefined) checkValue(declaration, name, value, allowed);
  }
}

function checkValue(declaration: Declaration, name: string, value: unknown, allowed: OptionValues): void {
  if (allowed === 'url') return checkURL(declaration.title, name, value);
  const fits = typeof allowed === 'string' ? typeof value === allowed : allowed.includes(value as string);
  if (fits) return;
  const choices = typeof allowed === 'string' ? `a ${allowed}` : allowed.map((it) => `'${it}'`).join(' or ');
  throw new TypeError(`${declaration.title}: \`${name}\` is ${JSON.stringify(value)}; it can be ${choices}.`);
}
