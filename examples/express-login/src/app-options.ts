import type { OpenServices } from './open-services';
import type { SessionOptions } from './session';

/** The options of the application. */
export interface AppOptions extends Omit<OpenServices, 'close'>, SessionOptions {
  /** Receives the failures that the operator should know about. Default: standard error. */
  readonly log?: (error: unknown) => void;
}
