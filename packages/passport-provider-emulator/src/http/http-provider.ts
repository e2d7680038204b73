import { type EndpointName, type RecordedRequest } from '../emulated-provider';
import { type Fault } from './fault';
import { type Refusal } from './refusal';
import { type Call } from './request';
import { type Answer } from './response';
import { type Route } from './route';

/** A provider as its listening origins see it. */
export interface HttpProvider {
  readonly name: string;
  readonly originNames: readonly string[];
  readonly origins: Record<string, string>;
  readonly requests: RecordedRequest[];
  routes(): readonly Route[];
  /** Checks that come before every endpoint of an origin, unknown paths included. */
  guard(origin: string, call: Call): void;
  /** The service's error form. */
  refuse(refusal: Refusal, origin: string): Answer;
  takeFault(endpoint: EndpointName): Fault | undefined;
}
