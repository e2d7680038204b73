import { ProviderClient, type ApiResponse, type ApiCall, type ProviderError } from 'passport-oauth2-base';
import { type StubService } from './service';
import { declare, everyday, type Declaration } from './strategies';

/** A client with the methods that a provider's package builds its API calls from. */
export class ApiClient extends ProviderClient {
  /** Calls the API. */
  call(call: ApiCall): Promise<ApiResponse> {
    return this.callAPI(call);
  }

  /** Gets an application token and forgets it. */
  forget(): Promise<void> | undefined {
    return this.applicationToken?.().then((token) => this.forgetApplicationToken(token));
  }

  /** The error for an argument that is invalid. */
  wrongArgument(detail: string): ProviderError {
    return this.invalidArgument(detail);
  }

  /** The error for a call that may have been carried out. */
  unknownOutcome(detail: string): ProviderError {
    return this.outcomeUnknown(detail);
  }

  /** The error for a response without the documented form. */
  wrongAnswer(detail: string): ProviderError {
    return this.invalidResponse(detail);
  }
}

/** Makes a client of the API at `/api` of the service. */
export function apiClient(
  service: StubService,
  options: object = {},
  different: Partial<Declaration> = {},
): ApiClient {
  const apiURL = `${service.origin}/api`;
  return new ApiClient(declare(service, different), { ...everyday, apiURL, ...options });
}
