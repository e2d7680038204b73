import type { Strategy } from 'passport-kopokopo';

/** How an authentication ended, told as Passport is told. */
export interface Ending {
  readonly kind: 'success' | 'fail' | 'error' | 'redirect';
  readonly user?: unknown;
  readonly info?: unknown;
  readonly error?: Readonly<Record<string, unknown>> | undefined;
}

/** Authenticates a request as Passport does: on an object made from the strategy, with four actions on it. */
export function authenticate(
  strategy: Strategy,
  options: object = { session: false },
  req: object = {},
): Promise<Ending> {
  return new Promise((resolve) => {
    const augmented = Object.create(strategy) as Strategy & Record<string, unknown>;
    Object.assign(augmented, {
      success: (user: unknown, info: unknown) => resolve({ kind: 'success', user, info }),
      fail: (info: unknown) => resolve({ kind: 'fail', info }),
      error: (error: Ending['error']) => resolve({ kind: 'error', error }),
      redirect: () => resolve({ kind: 'redirect' }),
    });
    augmented.authenticate({ headers: {}, ...req }, options as never);
  });
}
