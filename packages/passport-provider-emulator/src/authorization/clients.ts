import { type RegisteredClient } from '../emulated-provider';

type Credentials = Pick<RegisteredClient, 'clientID' | 'clientSecret' | 'apiKey'>;
type Three<T> = readonly [T, T, T];

/** The main client, another one with its own redirect URIs, and one that is switched off. */
export function registerClients(
  provider: string,
  further: readonly string[],
  [main, other, inactive]: Three<Credentials>,
): Three<RegisteredClient> {
  const usual = ['localhost', '127.0.0.1'].map((host) => `http://${host}:3000/api/auth/callback/${provider}`);
  const callbackURLs = [...new Set([...usual, ...further])];
  return [
    { ...main, applicationName: 'Example Business', callbackURLs, active: true },
    {
      ...other,
      applicationName: 'Other Application',
      callbackURLs: [`https://other.example-business.com/callback/${provider}`],
      active: true,
    },
    {
      ...inactive,
      applicationName: 'Switched-off Application',
      callbackURLs: [...callbackURLs],
      active: false,
    },
  ];
}
