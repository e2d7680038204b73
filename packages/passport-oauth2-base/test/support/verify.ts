import { type Service } from './service';
import { declare, makeStrategy } from './strategies';
import { Visitor, type Outcome } from './visitor';

/** Passport's callback. */
export type Done = (error: unknown, user?: unknown, info?: unknown) => void;

/** A login at a service that ends with this verify function. */
export type LoginWith = (
  verify: (...args: never[]) => unknown,
  options?: object,
  request?: object,
) => Promise<Outcome>;

export function loginsAt(service: () => Service): LoginWith {
  return (verify, options = {}, request = {}) =>
    new Visitor().login(makeStrategy(declare(service()), options, verify), {}, request);
}

export const user = { id: 7 };
export const later = (run: () => void): void => void setTimeout(run, 5);
export const fail = (): never => {
  throw new Error('verify');
};
