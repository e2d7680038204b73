import { type StubService } from 'passport-strategy-contract/harness';
import { declare, makeStrategy } from 'passport-strategy-contract/harness';
import { Visitor, type Outcome } from 'passport-strategy-contract/harness';

/** Passport's callback. */
export type Done = (error: unknown, user?: unknown, info?: unknown) => void;

/** A login at a service that ends with this verify function. */
export type LoginWith = (
  verify: (...args: never[]) => unknown,
  options?: object,
  request?: object,
) => Promise<Outcome>;

export function loginsAt(service: () => StubService): LoginWith {
  return (verify, options = {}, request = {}) =>
    new Visitor().login(makeStrategy(declare(service()), options, verify), {}, request);
}

export const user = { id: 7 };
export const later = (run: () => void): void => void setTimeout(run, 5);
export const fail = (): never => {
  throw new Error('verify');
};
