import { type EndpointName, type RecordedRequest } from '../emulated-provider';
import { type Fault } from './fault';
import { type Refusal } from './refusal';
import { type Call } from './request';
import { type EmulatedResponse } from './response';
import { type Route } from './route';

/** What the HTTP servers of a service need from it. */
export interface HttpProvider {
  readonly name: string;
  readonly originNames: readonly string[];
  readonly origins: Record<string, string>;
  readonly requests: RecordedRequest[];
  routes(): readonly Route[];
  /** Checks that come before every endpoint of an origin, unknown paths included. */
  guard(origin: string, call: Call): void;
  /** An error response in the service's own form. The headers of the refusal are added to it. */
  refuse(refusal: Refusal, origin: string): EmulatedResponse;
  takeFault(endpoint: EndpointName): Fault | undefined;
}
