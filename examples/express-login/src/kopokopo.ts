import { KopoKopoClient } from 'passport-kopokopo';
import type { Emulators } from './emulators';
import { choice, isConfigured, type Environment, reader } from './environment';
import type { Presentation } from './services';

/** What the emulated Kopo Kopo can be asked to send: a new webhook, the last one once more, or a forgery. */
export type WebhookKind = 'signed' | 'again' | 'forged';

/** Kopo Kopo, where the application signs in, not people. */
export interface OpenKopoKopo extends Presentation {
  readonly name: 'kopokopo';
  readonly isEmulated: boolean;
  readonly href: string;
  readonly client: KopoKopoClient;
  /** What webhooks are signed with. */
  readonly apiKey: string;
  /** Where payments go to. Without one, none can be asked for. */
  readonly tillNumber?: string | undefined;
  /** Who may ask for payments while Kopo Kopo is real: the key of an account, such as `koompi 507f…`. */
  readonly operator?: string | undefined;
  /** Has a webhook sent to an address of this computer; answers the status of the reply. Only when emulated. */
  readonly sendWebhook?: ((url: string, kind: WebhookKind) => Promise<number>) | undefined;
}

const presentation = {
  name: 'kopokopo',
  title: 'Kopo Kopo',
  description:
    'Ask people in Kenya to pay. Nobody signs in there: the application has a token of its own, and gets signed webhooks.',
  traits: ['No sign-in', 'Payments', 'Signed webhooks', 'Introspection', 'Revocation'],
  packageName: 'passport-kopokopo',
  line: 'app.post(path, webhook({ apiKey }), handler);',
  monogram: 'K2',
  accent: { light: ['#8a1538', '#ffffff'], dark: ['#ff9db3', '#3d0416'] },
  href: '/kopokopo',
} as const;

const variables = ['KOPOKOPO_CLIENT_ID', 'KOPOKOPO_CLIENT_SECRET', 'KOPOKOPO_API_KEY'] as const;

/** Whether the real Kopo Kopo is to be used. */
export function isKopoKopoLive(environment: Environment): boolean {
  return isConfigured(presentation.title, variables, reader(environment));
}

export function openKopoKopo(environment: Environment, emulators: Emulators): OpenKopoKopo {
  if (!isKopoKopoLive(environment)) return emulatedKopoKopo(emulators);
  const variable = reader(environment);
  const client = new KopoKopoClient({
    clientID: variable('KOPOKOPO_CLIENT_ID'),
    clientSecret: variable('KOPOKOPO_CLIENT_SECRET'),
    environment: choice('KOPOKOPO_ENVIRONMENT', ['production', 'sandbox'], variable),
  });
  return {
    ...presentation,
    isEmulated: false,
    client,
    apiKey: variable('KOPOKOPO_API_KEY'),
    tillNumber: variable('KOPOKOPO_TILL_NUMBER') || undefined,
    operator: variable('KOPOKOPO_OPERATOR') || undefined,
  };
}

function emulatedKopoKopo({ main: { kopokopo } }: Emulators): OpenKopoKopo {
  const { clientID, clientSecret, apiKey, baseURL } = kopokopo.options;
  let last = kopokopo.createWebhook();
  return {
    ...presentation,
    isEmulated: true,
    client: new KopoKopoClient({ clientID, clientSecret, baseURL }),
    apiKey,
    tillNumber: 'K000000',
    sendWebhook: (url, kind) => {
      if (kind === 'forged') return kopokopo.sendWebhook(url, { sign: 'bad' });
      if (kind === 'signed') last = kopokopo.createWebhook();
      return kopokopo.sendWebhook(url, { body: last });
    },
  };
}
