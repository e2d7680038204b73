import { type EndpointName } from '../emulated-provider';
import { type Call } from './request';
import { type EmulatedResponse } from './response';

/** An endpoint of a service. */
export interface Route {
  /** One of `originNames`. */
  readonly origin: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** An Express path. */
  readonly path: string;
  readonly endpoint: EndpointName;
  /** Default: always. A disabled route is an unknown path. */
  readonly enabled?: () => boolean;
  readonly handle: (call: Call, params: Readonly<Record<string, string>>) => EmulatedResponse;
}

/** An endpoint at the origin `api`. */
export function apiRoute(
  method: Route['method'],
  path: string,
  endpoint: Route['endpoint'],
  handle: Route['handle'],
  enabled = (): boolean => true,
): Route {
  return { origin: 'api', method, path, endpoint, handle, enabled };
}
