import { type Route } from '../provider-base';

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
