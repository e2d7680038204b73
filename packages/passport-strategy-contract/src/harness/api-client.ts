import { ProviderClient, type ApiResponse, type ApiCall, type ProviderError } from 'passport-oauth2-base';
import { type StubService } from './service';
import { declare, everyday, type Declaration } from './strategies';

/** A client of a provider's package, as far as its calls go. */
export class ApiClient extends ProviderClient {
  call(call: ApiCall): Promise<ApiResponse> {
    return this.callAPI(call);
  }

  forget(): Promise<void> | undefined {
    return this.applicationToken?.().then((token) => this.forgetApplicationToken(token));
  }

  wrongArgument(detail: string): ProviderError {
    return this.invalidArgument(detail);
  }

  unknownOutcome(detail: string): ProviderError {
    return this.outcomeUnknown(detail);
  }

  wrongAnswer(detail: string): ProviderError {
    return this.invalidResponse(detail);
  }
}

/** A client whose API is at the service's `/api`. */
export function apiClient(
  service: StubService,
  options: object = {},
  different: Partial<Declaration> = {},
): ApiClient {
  const apiURL = `${service.origin}/api`;
  return new ApiClient(declare(service, different), { ...everyday, apiURL, ...options });
}
