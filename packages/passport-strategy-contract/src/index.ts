/**
 * Tables of tests for strategies made with passport-oauth2-base: logins and attacks, API calls, identities of users.
 *
 * @module
 */
import { startEmulator, type Emulator } from 'passport-provider-emulator';
import { answerCases } from './cases/answers';
import { lenientCases } from './cases/lenient';
import { cookieCases } from './cases/cookies';
import { dropInCases } from './cases/drop-in';
import { hostCases } from './cases/hosts';
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
  ...hostCases,
];

/** A row of the contract, ready for any test runner. */
export interface RunnableCase {
  /** What the row checks. It is the key of `notApplicable`. */
  readonly name: string;
  /** The row of the attack table, if the row plays an attack. */
  readonly row?: string | undefined;
  /** The row of the attack table and the name: the title of a test. */
  readonly title: string;
  /** Whether the row is for every strategy or for OpenID providers. */
  readonly kind: 'oauth2' | 'oidc';
  /** The expected end of the login, if the row checks nothing else: `success` or a reason. */
  readonly expect?: string | undefined;
  /** Runs the row. Rejects with an AssertionError if the strategy does something else. */
  readonly run: () => Promise<void>;
}

/** The rows of a contract. */
export interface Contract {
  /** The rows that apply to the strategy. */
  readonly cases: readonly RunnableCase[];
  /** Stops the emulated service. Call it when all rows have run. */
  readonly close: () => Promise<void>;
}

/**
 * Makes the contract of a strategy: the rows that every strategy with a redirect passes. Each row starts an Express
 * application and talks to the emulated service over HTTP on 127.0.0.1.
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
