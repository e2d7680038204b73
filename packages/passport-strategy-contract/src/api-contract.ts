import { brokenCases } from './cases/api/broken';
import { ApiWorld, type ApiCase, type ApiContractOptions } from './cases/api/case';
import { refusalCases } from './cases/api/refusals';
import { requestCases } from './cases/api/requests';
import { StubService } from './harness/service';

const table: readonly ApiCase[] = [...requestCases, ...brokenCases, ...refusalCases];

/** A row of the table of API calls, ready for any test runner. */
export interface RunnableApiCase {
  /** What the row checks. */
  readonly name: string;
  /** The row of the attack table, if the row plays an attack. */
  readonly row?: string | undefined;
  /** The row of the attack table and the name: the title of a test. */
  readonly title: string;
  /** Runs the row. Rejects with an AssertionError if the call does something else. */
  readonly run: () => Promise<void>;
}

/**
 * The rows that every call of a service's API passes: what it sends, which errors it gives for which response, and
 * that it is never sent twice unless it is a GET. Each row starts its own small server on loopback.
 *
 * @example
 * const rows = apiContract({
 *   client: (options) => new KomerzaClient(options),
 *   call: (client, accessToken) => client.user(accessToken),
 *   safe: true,
 *   success: { json: { success: true, data: { id: 'x' } } },
 * });
 * test.each(rows)('$title', ({ run }) => run());
 */
export function apiContract<Client>(options: ApiContractOptions<Client>): readonly RunnableApiCase[] {
  const contract: ApiContractOptions<unknown> = {
    ...options,
    call: (client, credential) => options.call(client as Client, credential),
  };
  return table
    .filter(({ applies }) => applies?.(contract) ?? true)
    .map(({ name, row, run }) => ({
      name,
      row,
      title: row === undefined ? name : `${row} ${name}`,
      run: () => play(run, contract),
    }));
}

async function play(run: ApiCase['run'], contract: ApiContractOptions<unknown>): Promise<void> {
  const service = await new StubService().listen();
  try {
    await run(new ApiWorld(contract, service));
  } finally {
    await service.close();
  }
}
