import { type EmulatedResponse } from '../../http/response';
import { type Call } from '../../http/request';
import { type RegisteredClient } from '../../emulated-provider';
import { type Route } from '../../http/route';
import { Refusal } from '../../http/refusal';
import { type KomerzaParts, permittedGrant } from './access';
import { apiRoute, success } from './responses';

/** A client, and the user who registered it. */
export interface KomerzaApplication {
  readonly client: RegisteredClient;
  readonly ownerID: string;
}

/** `/user`: the account, and the applications that the user registered. */
export function accountRoutes(
  parts: KomerzaParts,
  applications: () => readonly KomerzaApplication[],
): readonly Route[] {
  return [
    apiRoute('GET', '/user', 'userProfile', (call) => showUser(parts, applications(), call)),
    apiRoute('GET', '/user/applications', 'applications', (call) => {
      const own = ownApplications(parts, applications(), call);
      return success(parts.switches, own.map(publicApplication(parts)));
    }),
    apiRoute('GET', '/user/applications/:id', 'applications', (call, { id }) => {
      const found = ownApplications(parts, applications(), call).find(({ client }) => client.clientID === id);
      if (found) return success(parts.switches, publicApplication(parts)(found));
      throw new Refusal(404, 'NotFound', 'unknown_application', 'The user has no such application');
    }),
  ];
}

function showUser(
  parts: KomerzaParts,
  applications: readonly KomerzaApplication[],
  call: Call,
): EmulatedResponse {
  const grant = permittedGrant(parts, call, 'user.view');
  const integrations = applications
    .filter(({ client }) => client === grant.client)
    .map((application) => ({
      id: `integration-${grant.client.clientID.slice(-4)}`,
      dateCreated: '2025-09-01T10:00:00Z',
      application: { ...publicApplication(parts)(application), permissions: grant.scope },
    }));
  return success(parts.switches, {
    ...grant.user.account,
    stores: parts.stores.granted(grant),
    integrations,
  });
}

/** No permission is documented for these calls, so any valid token may make them†. */
function ownApplications(
  parts: KomerzaParts,
  applications: readonly KomerzaApplication[],
  call: Call,
): readonly KomerzaApplication[] {
  const { user } = permittedGrant(parts, call);
  return applications.filter(({ ownerID }) => ownerID === user.id);
}

/** An application without its secret. */
function publicApplication({ switches }: KomerzaParts) {
  return ({ client, ownerID }: KomerzaApplication): Readonly<Record<string, unknown>> => ({
    id: client.clientID,
    dateCreated: '2025-08-20T08:00:00Z',
    name: client.applicationName,
    imageName: null,
    termsOfServiceLink: null,
    privacyPolicyLink: null,
    permissions: switches.permissions,
    redirectUrls: client.callbackURLs,
    userId: ownerID,
  });
}
