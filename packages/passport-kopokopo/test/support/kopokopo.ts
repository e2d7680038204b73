import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KopoKopoClientOptions } from 'passport-kopokopo';
import {
  startEmulator,
  type Emulator,
  type EndpointName,
  type KopoKopoEmulator,
  type RecordedRequest,
} from 'passport-provider-emulator';

/** An emulated Kopo Kopo for the tests of one file, and the servers of the applications around it. */
export interface KopoKopo {
  readonly emulator: Emulator;
  readonly service: KopoKopoEmulator;
  /** What a client needs to speak to the emulator. */
  readonly options: KopoKopoClientOptions;
  /** The requests that arrive at an endpoint while something runs. */
  received(endpoint: EndpointName, run: () => unknown): Promise<RecordedRequest[]>;
  /** Listens on loopback until the test is over; gives the origin. */
  listen(app: RequestListener): Promise<string>;
}

/** Switches, faults and servers are undone after each test. */
export function useKopoKopo(): KopoKopo {
  let emulator: Emulator;
  let switches: object;
  const servers: Server[] = [];

  beforeAll(async () => {
    emulator = await startEmulator({ providers: ['kopokopo'] });
  });
  beforeEach(() => {
    switches = { ...emulator.kopokopo.switches };
  });
  afterEach(async () => {
    Object.assign(emulator.kopokopo.switches, switches);
    emulator.kopokopo.clearFaults();
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
  afterAll(() => emulator.close());

  return {
    get emulator() {
      return emulator;
    },
    get service() {
      return emulator.kopokopo;
    },
    get options() {
      const { clientID, clientSecret, baseURL } = emulator.kopokopo.options;
      return { clientID, clientSecret, baseURL };
    },
    async received(endpoint, run) {
      const from = emulator.kopokopo.requests.length;
      await run();
      return emulator.kopokopo.requests.slice(from).filter((request) => request.endpoint === endpoint);
    },
    async listen(app) {
      const server = createServer(app);
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
  };
}

/** The headers of a request to the endpoints of OAuth, and how the client authenticates itself in its body. */
export const form = {
  host: expect.any(String) as string,
  connection: 'keep-alive',
  'accept-encoding': 'identity',
  accept: 'application/json',
  'user-agent': 'passport-kopokopo',
  'content-type': 'application/x-www-form-urlencoded',
  'content-length': expect.any(String) as string,
};
export const credentials = { client_id: 'kopokopo-emulator', client_secret: 'kopokopo-emulator-secret' };
