/**
 * The contract: one table that every redirect strategy passes, whatever the service.
 *
 * @module
 */
import { startEmulator, type Emulator } from 'passport-provider-emulator';
import { answerCases } from './cases/answers';
import { lenientCases } from './cases/lenient';
import { cookieCases } from './cases/cookies';
import { dropInCases } from './cases/drop-in';
import { loginCases } from './cases/logins';
import { pendingLoginCases } from './cases/pending-logins';
import { relyingPartyCases } from './cases/relying-party';
import { secretCases } from './cases/secrets';
import { stateCases } from './cases/states';
import { World, type ContractCase, type ContractOptions } from './world';

export { apiContract, type RunnableApiCase } from './api-contract';
export type { ApiClientOptions, ApiContractCredential, ApiContractOptions } from './cases/api/case';
export { identityContract, type IdentityContractOptions } from './identity-contract';
export { Browser, type Page } from './browser';
export { later } from './clock';
export { LoginApp, type AnyStrategy, type Outcome, type RouteOptions } from './login-app';
export { World, type ContractOptions } from './world';

const table: readonly ContractCase[] = [
  ...loginCases,
  ...stateCases,
  ...pendingLoginCases,
  ...cookieCases,
  ...answerCases,
  ...lenientCases,
  ...dropInCases,
  ...secretCases,
];

/** A row of the contract, ready for any test runner. */
export interface RunnableCase {
  readonly name: string;
  /** The row of the attack table that it plays, where it plays one. */
  readonly row?: string | undefined;
  /** Row and name, for a test's title. */
  readonly title: string;
  /** Whom it is about: every strategy, or OpenID providers only. */
  readonly kind: 'oauth2' | 'oidc';
  /** What the login must end in, where that is all that the row is about: `success`, or a reason. */
  readonly expect?: string | undefined;
  /** Rejects with an AssertionError that tells what went wrong. */
  readonly run: () => Promise<void>;
}

/** A contract: its rows, and what to do when all have run. */
export interface Contract {
  readonly cases: readonly RunnableCase[];
  readonly close: () => Promise<void>;
}

/**
 * Makes the contract of a strategy. Each row starts an Express application and plays against the emulated service,
 * over real HTTP on loopback.
 *
 * @example
 * const { cases, close } = strategyContract({ provider: 'koompi', Strategy });
 * afterAll(close);
 * test.each(cases)('$title', ({ run }) => run());
 */
export function strategyContract(options: ContractOptions): Contract {
  const { keptIn: kept = 'session' } = options;
  let emulator: Promise<Emulator> | undefined;
  const start = (): Promise<Emulator> =>
    (emulator ??= startEmulator({
      providers: [options.provider],
      now: () => Date.now(),
      keptRequests: 100_000,
    }).then((started) => {
      options.prepare?.(started);
      return started;
    }));
  return {
    cases: [...table, ...(options.openid ? relyingPartyCases : [])]
      .filter(({ name, keptIn = kept }) => keptIn === kept && options.notApplicable?.[name] === undefined)
      .map(({ name, row, kind = 'oauth2', expect, run }) => ({
        name,
        row,
        title: row === undefined ? name : `${row} ${name}`,
        kind,
        expect,
        run: async () => play(run, options, await start()),
      })),
    close: async () => (await emulator)?.close(),
  };
}

async function play(run: ContractCase['run'], options: ContractOptions, emulator: Emulator): Promise<void> {
  const world = new World(options, emulator);
  const { switches } = world.service;
  const before = { ...(switches as object) };
  try {
    await run(world);
  } finally {
    Object.assign(switches as object, before);
    await world.close();
  }
}
