import { KopoKopoClient } from 'passport-kopokopo';
import type { Emulators } from './emulators';
import { choice, type ReadVariable } from './environment';
import type { Presentation } from './service';

/** The webhooks that the emulated Kopo Kopo can send: a new webhook, the last one again, or one with a wrong signature. */
export type WebhookKind = 'signed' | 'again' | 'forged';

/** Kopo Kopo. The application itself signs in there; people do not. */
export interface OpenKopoKopo extends Presentation {
  readonly name: 'kopokopo';
  readonly isEmulated: boolean;
  readonly href: string;
  readonly client: KopoKopoClient;
  /** The key that webhooks are signed with. */
  readonly apiKey: string;
  /** The till that receives payments. Without it, no payment can be requested. */
  readonly tillNumber?: string | undefined;
  /** Who may use the page while Kopo Kopo is real: the key of an account, such as `koompi 507f…`. */
  readonly operator?: string | undefined;
  /** Makes the emulator send a webhook to a URL on this computer; resolves to the status of the reply. */
  readonly sendWebhook?: ((url: string, kind: WebhookKind) => Promise<number>) | undefined;
}

/** How the home page shows Kopo Kopo, and the variables that the real one needs. */
export const kopokopoService = {
  name: 'kopokopo',
  title: 'Kopo Kopo',
  description:
    'Request payments from people in Kenya. Nobody signs in: the application has its own token and receives signed webhooks.',
  traits: ['No sign-in', 'Payments', 'Signed webhooks', 'Introspection', 'Revocation'],
  packageName: 'passport-kopokopo',
  line: 'app.post(path, webhook({ apiKey }), handler);',
  monogram: 'K2',
  accent: { light: ['#8a1538', '#ffffff'], dark: ['#ff9db3', '#3d0416'] },
  href: '/kopokopo',
  variables: ['KOPOKOPO_CLIENT_ID', 'KOPOKOPO_CLIENT_SECRET', 'KOPOKOPO_API_KEY'],
} as const;

/** The real Kopo Kopo. */
export function realKopoKopo(variable: ReadVariable): OpenKopoKopo {
  const client = new KopoKopoClient({
    clientID: variable('KOPOKOPO_CLIENT_ID'),
    clientSecret: variable('KOPOKOPO_CLIENT_SECRET'),
    environment: choice('KOPOKOPO_ENVIRONMENT', ['production', 'sandbox'], variable),
  });
  return {
    ...kopokopoService,
    isEmulated: false,
    client,
    apiKey: variable('KOPOKOPO_API_KEY'),
    tillNumber: variable('KOPOKOPO_TILL_NUMBER') || undefined,
    operator: variable('KOPOKOPO_OPERATOR') || undefined,
  };
}

/** The emulated Kopo Kopo, which can be told to send webhooks. */
export function emulatedKopoKopo({ main: { kopokopo } }: Emulators): OpenKopoKopo {
  const { clientID, clientSecret, apiKey, baseURL } = kopokopo.options;
  let last = kopokopo.createWebhook();
  return {
    ...kopokopoService,
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
