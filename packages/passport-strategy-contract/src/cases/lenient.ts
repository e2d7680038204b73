import { faults, type Fault } from 'passport-provider-emulator';
import { succeeded } from '../expectations';
import { type ContractCase } from '../world';

type Endpoint = 'token' | 'userProfile';

/** The genuine response of the service with another content type. */
function withContentType(type: string): Fault {
  return {
    name: `content type ${type}`,
    async respond({ genuine, send }) {
      const real = await genuine();
      send({ ...real, headers: { ...real.headers, 'content-type': type } });
    },
  };
}

/** The genuine token response with other members. */
function withMembers(members: object): Fault {
  return faults.transform((body) => ({ ...(body as object), ...members }));
}

function contentTypeCase(endpoint: Endpoint, type: string): ContractCase {
  const title = endpoint === 'token' ? 'token' : 'profile';
  return {
    name: `the ${title} endpoint responds with JSON as ${type === '' ? 'nothing' : type}: success`,
    row: 'A37',
    async run(world) {
      succeeded(await world.loginWith(withContentType(type), endpoint));
    },
  };
}

function lifetimeCase(expiresIn: unknown): ContractCase {
  return {
    name: `the token response has expires_in ${JSON.stringify(expiresIn)}: success`,
    row: 'A38',
    async run(world) {
      succeeded(await world.loginWith(withMembers({ expires_in: expiresIn }), 'token'));
    },
  };
}

/** Details that a login does not need: what is unmistakable is read, and what says nothing is ignored. */
export const lenientCases: readonly ContractCase[] = [
  ...['text/plain', 'text/html', 'application/octet-stream', ''].flatMap((type) => [
    contentTypeCase('token', type),
    contentTypeCase('userProfile', type),
  ]),
  ...['3600', '', '-1', -1, 0, 1e99, null, {}].map(lifetimeCase),
];
