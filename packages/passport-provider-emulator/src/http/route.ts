import { type EndpointName } from '../emulated-provider';
import { type Call } from './request';
import { type Answer } from './response';

/** An endpoint of a service. */
export interface Route {
  /** A name out of `originNames`. */
  readonly origin: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** An Express path. */
  readonly path: string;
  readonly endpoint: EndpointName;
  /** A route that is switched off is a path that the service does not have. */
  readonly enabled?: () => boolean;
  readonly handle: (call: Call, params: Readonly<Record<string, string>>) => Answer;
}

/** An endpoint at the origin `api`, of a service that has no other. */
export function apiRoute(
  method: Route['method'],
  path: string,
  endpoint: Route['endpoint'],
  handle: Route['handle'],
  enabled = (): boolean => true,
): Route {
  return { origin: 'api', method, path, endpoint, handle, enabled };
}
