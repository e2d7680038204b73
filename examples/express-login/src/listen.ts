import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How many ports to try after a busy one. */
const furtherPorts = 20;

/**
 * Listens, and resolves to the port.
 *
 * @param mayMove - whether to take the next free port when this one is busy
 */
export async function listen(server: Server, host: string, port: number, mayMove: boolean): Promise<number> {
  for (let candidate = port; ; candidate += 1) {
    try {
      return await listenOnce(server, host, candidate);
    } catch (error) {
      const isBusy = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!isBusy) throw error;
      if (!mayMove || candidate >= port + furtherPorts) {
        throw new Error(`Port ${candidate} is busy. Set PORT to a free one, or stop what listens there.`, {
          cause: error,
        });
      }
    }
  }
}

function listenOnce(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
