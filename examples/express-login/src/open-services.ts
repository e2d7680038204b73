import { storedTokens, type Account } from './account';
import { emulated, startEmulators, type Emulators } from './emulators';
import { allowsEmulators, isConfigured, reader, type Environment } from './environment';
import { emulatedKopoKopo, kopokopoService, realKopoKopo, type OpenKopoKopo } from './kopokopo';
import type { LoginOptions, OpenLogin, Service } from './service';
import type { ServiceName } from './service-name';
import { services } from './services';

/** A service with its strategy: the real one, or the emulated one. */
export interface OpenService extends Service, OpenLogin {
  readonly isEmulated: boolean;
  /** Where its sign-in begins. */
  readonly href: string;
}

/** A service that this application does not offer, because nothing is set for it. */
export type LeftOut = Pick<Service, 'title' | 'variables'>;

/** The services of one running application. */
export interface OpenServices {
  readonly services: readonly OpenService[];
  /** Missing where it is left out. */
  readonly kopokopo: OpenKopoKopo | undefined;
  /** Services without their variables, where no emulator may replace them. */
  readonly leftOut: readonly LeftOut[];
  /** Stops the emulators, if any run. */
  close(): Promise<void>;
}

/** Where a service sends people back to. Register this URL there. */
export function callbackURLOf(baseURL: string, name: ServiceName): string {
  return new URL(`/api/auth/callback/${name}`, baseURL).href;
}

/**
 * Makes the strategies. A service whose variables are set is the real one. The others are emulated in this process, or
 * left out where no emulator may run: anybody can sign in as any user of an emulator.
 *
 * @param running - emulators that run already; the caller closes them
 * @throws Error that names the variable that is missing or wrong
 */
export async function openServices(
  environment: Environment,
  baseURL: string,
  running?: Emulators,
): Promise<OpenServices> {
  const variable = reader(environment);
  const isLive = ({ title, variables }: LeftOut): boolean => isConfigured(title, variables, variable);
  const notLive = [...services, kopokopoService].filter((service) => !isLive(service));
  const emulatorsAllowed = allowsEmulators(environment, baseURL);
  const emulators =
    emulatorsAllowed && notLive.length > 0
      ? (running ?? (await startEmulators(notLive.map(({ name }) => name))))
      : undefined;
  const close = async (): Promise<void> => {
    if (!running) await emulators?.close();
  };

  const open = (service: Service): readonly OpenService[] => {
    const { name } = service;
    const callbackURL = callbackURLOf(baseURL, name);
    const login: LoginOptions = { callbackURL, verify: (result) => accountFrom(name, result) };
    const common = { ...service, href: `/api/auth/login/${name}`, isEmulated: !isLive(service) };
    if (isLive(service)) return service.live ? [{ ...common, ...service.live(variable, login) }] : [];
    if (!emulators) return [];
    emulated(emulators, name).registerCallback(callbackURL);
    return [{ ...common, ...service.emulated(emulators, login) }];
  };
  try {
    const opened = {
      services: services.flatMap(open),
      kopokopo: isLive(kopokopoService) ? realKopoKopo(variable) : emulators && emulatedKopoKopo(emulators),
      leftOut: emulatorsAllowed ? [] : notLive.filter(isFirstOfItsTitle),
      close,
    };
    checkOperator(opened);
    return opened;
  } catch (error) {
    await close();
    throw error;
  }
}

/** CoinPay and KOOMPI have two entries each. */
function isFirstOfItsTitle({ title }: LeftOut, index: number, all: readonly LeftOut[]): boolean {
  return all.findIndex((other) => other.title === title) === index;
}

/** Anybody can sign in as any user of an emulator, so the operator of the real Kopo Kopo must be of a real service. */
function checkOperator({ services: known, kopokopo }: Pick<OpenServices, 'services' | 'kopokopo'>): void {
  const operator = kopokopo?.operator;
  const [name = '', id = ''] = operator?.split(' ') ?? [];
  const service = known.find((candidate) => candidate.name === name);
  if (operator === undefined || (service && !service.isEmulated && id !== '')) return;
  throw new Error(
    `KOPOKOPO_OPERATOR must be the name of a live service, a space, and a user id there, such as "koompi 0123", not "${operator}".`,
  );
}

/** Your application finds or creates its own user here. This one keeps the account in the session only. */
function accountFrom(
  service: ServiceName,
  { profile, tokens, claims, missingScope }: Parameters<LoginOptions['verify']>[0],
): Account {
  const subject = claims?.sub ?? profile.id;
  return { service, subject, profile, tokens: storedTokens(tokens), claims, missingScope };
}
