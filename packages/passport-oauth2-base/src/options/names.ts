import type { OptionValues, ProviderDeclaration } from '../declaration';
import type {
  OpenIDOptions,
  ProviderClientOptions,
  ProviderStateOptions,
  ProviderStrategyOptions,
} from './options';
import { checkURL } from '../lib/url';
import { nearest } from '../lib/did-you-mean';

/** Every option of a client. An option of the type that is missing here does not compile. */
const clientOptions = {
  clientID: true,
  clientSecret: true,
  authorizationURL: true,
  tokenURL: true,
  refreshURL: true,
  userProfileURL: true,
  revocationURL: true,
  introspectionURL: true,
  apiURL: true,
  issuer: true,
  scopeSeparator: true,
  customHeaders: true,
  timeout: true,
  maxResponseBytes: true,
  agent: true,
  fetch: true,
} as const satisfies Readonly<Record<keyof ProviderClientOptions, true>>;

const openIDOptions = {
  jwksURL: true,
  discovery: true,
  maxAge: true,
  idTokenSharedSecret: true,
} as const satisfies Readonly<Record<keyof OpenIDOptions, true>>;

const providerStateOptions = {
  dangerouslyAcceptProviderState: true,
} as const satisfies Readonly<Record<keyof ProviderStateOptions, true>>;

type StrategyOption = Exclude<keyof ProviderStrategyOptions, keyof ProviderClientOptions> | 'verify';

const strategyOptions = {
  callbackURL: true,
  scope: true,
  state: true,
  pkce: true,
  store: true,
  sessionKey: true,
  proxy: true,
  skipUserProfile: true,
  allowedHosts: true,
  dangerouslyCallerManagedState: true,
  passReqToCallback: true,
  verify: true,
} as const satisfies Readonly<Record<StrategyOption, true>>;

/** What the checks of options need of a declaration. */
export type Declaration = Omit<ProviderDeclaration, 'profile' | 'options'> & {
  readonly options?: { readonly [name: string]: OptionValues };
};

/** @throws TypeError for an unknown option, or for a value that a provider's own option does not allow */
export function checkNames(declaration: Declaration, options: object): void {
  const providerOptions = declaration.options ?? {};
  const known = Object.keys({
    ...clientOptions,
    ...(declaration.openid ? openIDOptions : {}),
    ...(declaration.replacesState ? providerStateOptions : {}),
    ...strategyOptions,
    ...providerOptions,
  });
  for (const [name, value] of Object.entries(options)) {
    if (!known.includes(name)) {
      const near = nearest(name, known);
      throw new TypeError(
        `${declaration.title}: unknown option \`${name}\`` + (near ? `; did you mean \`${near}\`?` : '.'),
      );
    }
    const allowed = providerOptions[name];
    if (value !== undefined && allowed !== undefined) checkValue(declaration, name, value, allowed);
  }
}

function checkValue(declaration: Declaration, name: string, value: unknown, allowed: OptionValues): void {
  if (allowed === 'url') return checkURL(declaration.title, name, value);
  const isAllowed =
    typeof allowed === 'string' ? typeof value === allowed : allowed.includes(value as string);
  if (isAllowed) return;
  const choices = typeof allowed === 'string' ? `a ${allowed}` : allowed.map((it) => `'${it}'`).join(' or ');
  throw new TypeError(
    `${declaration.title}: \`${name}\` is ${JSON.stringify(value)}, but must be ${choices}.`,
  );
}
