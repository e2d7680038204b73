import { emulated, startEmulators, type EmulatedName, type Emulators } from './emulators';
import { isConfigured, reader, type Environment } from './environment';
import { isKopoKopoLive, openKopoKopo, type OpenKopoKopo } from './kopokopo';
import { storedTokens, type Account } from './account';
import { services, type LoginOptions, type OpenLogin, type Service, type ServiceName } from './services';

/** A service with its strategy: the real one, or the emulated one. */
export interface OpenService extends Service, OpenLogin {
  readonly isEmulated: boolean;
  /** Where its sign-in begins. */
  readonly href: string;
}

/** The services of one running application. */
export interface OpenServices {
  readonly services: readonly OpenService[];
  readonly kopokopo: OpenKopoKopo;
  /** Stops the emulators, if they are needed. */
  close(): Promise<void>;
}

/** Where a service sends people back to. Register this address there. */
export function callbackURLOf(baseURL: string, name: ServiceName): string {
  return new URL(`/api/auth/callback/${name}`, baseURL).href;
}

/**
 * Makes the strategies: of the real service where its variables are set, of an emulator in this process otherwise.
 *
 * @param running - emulators that run already; closing them stays with the caller
 * @throws Error that names the variable that is missing or wrong
 */
export async function openServices(
  environment: Environment,
  baseURL: string,
  running?: Emulators,
): Promise<OpenServices> {
  const variable = reader(environment);
  const isLive = ({ title, variables }: Service): boolean => isConfigured(title, variables, variable);
  const needed: EmulatedName[] = services.filter((service) => !isLive(service)).map(({ name }) => name);
  if (!isKopoKopoLive(environment)) needed.push('kopokopo');
  const emulators = running ?? (await startEmulators(needed));

  const close = async (): Promise<void> => {
    if (!running) await emulators.close();
  };

  const open = (service: Service): readonly OpenService[] => {
    const { name } = service;
    const callbackURL = callbackURLOf(baseURL, name);
    const login: LoginOptions = { callbackURL, verify: (result) => accountFrom(name, result) };
    const common = { ...service, href: `/api/auth/login/${name}`, isEmulated: !isLive(service) };
    if (isLive(service)) return service.live ? [{ ...common, ...service.live(variable, login) }] : [];
    emulated(emulators, name).registerCallback(callbackURL);
    return [{ ...common, ...service.emulated(emulators, login) }];
  };
  try {
    const opened = {
      services: services.flatMap(open),
      kopokopo: openKopoKopo(environment, emulators),
      close,
    };
    checkOperator(opened);
    return opened;
  } catch (error) {
    await close();
    throw error;
  }
}

/** Everybody can be any test user of an emulator: such an operator of the real Kopo Kopo would be everybody. */
function checkOperator({ services: known, kopokopo }: OpenServices): void {
  const { operator } = kopokopo;
  const [name = '', id = ''] = operator?.split(' ') ?? [];
  const service = known.find((candidate) => candidate.name === name);
  if (operator === undefined || (service && !service.isEmulated && id !== '')) return;
  throw new Error(
    `KOPOKOPO_OPERATOR must be the name of a service that is live, a space, and an id there, not "${operator}".`,
  );
}

/** Your application finds or creates its own user here. This one knows people by their session only. */
function accountFrom(
  service: ServiceName,
  { profile, tokens, claims, missingScope }: Parameters<LoginOptions['verify']>[0],
): Account {
  const subject = claims?.sub ?? profile.id;
  return { service, subject, profile, tokens: storedTokens(tokens), claims, missingScope };
}
