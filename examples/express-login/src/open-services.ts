import type { ProviderStrategy } from 'passport-oauth2-base';
import { startEmulator, type Emulator } from 'passport-provider-emulator';
import { storedTokens, type Account } from './account';
import { services, type LoginOptions, type Service, type ServiceName } from './services';

/** A service with its strategy: the real one, or the emulated one. */
export interface OpenService extends Service {
  readonly strategy: ProviderStrategy;
  readonly isEmulated: boolean;
}

/** The services of one running application. */
export interface OpenServices {
  readonly services: readonly OpenService[];
  /** Stops the emulator, if one was needed. */
  close(): Promise<void>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a service sends people back to. Register this address there. */
export function callbackURLOf(baseURL: string, name: ServiceName): string {
  return new URL(`/api/auth/callback/${name}`, baseURL).href;
}

/**
 * Makes the strategies: of the real service where its variables are set, of an emulator in this process otherwise.
 *
 * @param emulator - one that runs already; closing it stays with the caller
 * @throws Error that names the variable that is missing
 */
export async function openServices(
  environment: Environment,
  baseURL: string,
  emulator?: Emulator,
): Promise<OpenServices> {
  const emulated = services.filter((service) => !isConfigured(service, environment));
  const started =
    emulator === undefined && emulated.length > 0
      ? await startEmulator({ providers: emulated.map(({ name }) => name) })
      : undefined;
  const running = emulator ?? started;
  const variable = (name: string): string => environment[name] ?? '';

  const open = services.map((service): OpenService => {
    const callbackURL = callbackURLOf(baseURL, service.name);
    const login: LoginOptions = { callbackURL, verify: (result) => accountFrom(service.name, result) };
    if (!emulated.includes(service) || running === undefined) {
      return { ...service, isEmulated: false, strategy: service.live(variable, login) };
    }
    running[service.name].registerCallback(callbackURL);
    return { ...service, isEmulated: true, strategy: service.emulated(running, login) };
  });
  return { services: open, close: async () => started?.close() };
}

/** Your application finds or creates its own user here. This one knows people by their session only. */
function accountFrom(
  service: ServiceName,
  { profile, tokens }: Parameters<LoginOptions['verify']>[0],
): Account {
  return { service, profile, tokens: storedTokens(tokens) };
}

function isConfigured({ title, variables }: Service, environment: Environment): boolean {
  const missing = variables.filter((name) => !environment[name]);
  if (missing.length === 0) return true;
  if (missing.length === variables.length) return false;
  throw new Error(
    `${title} is configured by halves: ${missing.join(' and ')} is missing. ` +
      `Set ${variables.join(' and ')}, or none of them to use the emulator.`,
  );
}
