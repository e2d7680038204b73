import { get } from 'node:http';
import { decisionHeaders } from './authorization';
import { AuthorizationRefusedError, type AuthorizeOptions } from '../emulated-provider';

/** Opens an authorization URL at this IP address as a browser does, and decides by headers. Returns the callback URL. */
export async function requestAuthorization(
  { origins }: { readonly origins: Readonly<Record<string, string>> },
  address: string,
  url: URL,
  options: AuthorizeOptions,
): Promise<string> {
  if (!Object.values(origins).includes(url.origin)) {
    throw new TypeError(`${url.origin} is no origin of this provider: ${Object.values(origins).join(', ')}`);
  }
  const { status, reason, location, body } = await open(address, url, headersFor(options));
  if (location !== undefined && status >= 300 && status < 400) return location;
  const text = body
    .replace(/<(style|title)>[\s\S]*?<\/\1>|<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const named = reason === undefined ? '' : ` (${reason})`;
  throw new AuthorizationRefusedError(
    status,
    reason,
    body,
    `The emulator responded with ${status}${named}: ${text}`,
  );
}

function headersFor(options: AuthorizeOptions): Record<string, string> {
  const headers: Record<string, string> = { [decisionHeaders.decision]: options.decision ?? 'approve' };
  if (options.user !== undefined) headers[decisionHeaders.user] = encodeURIComponent(options.user);
  if (options.stores) headers[decisionHeaders.stores] = encodeURIComponent(options.stores.join(','));
  if (options.state === null) headers[decisionHeaders.omitState] = '1';
  else if (options.state !== undefined) headers[decisionHeaders.state] = encodeURIComponent(options.state);
  return headers;
}

interface Opened {
  status: number;
  reason: string | undefined;
  location: string | undefined;
  body: string;
}

function open(address: string, url: URL, headers: Record<string, string>): Promise<Opened> {
  const target = { host: address, port: url.port, path: url.pathname + url.search, agent: false as const };
  return new Promise((resolve, reject) => {
    const all = { Accept: 'text/html', Host: url.host, ...headers };
    const request = get({ ...target, headers: all }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('error', reject);
      response.on('end', () => {
        const reason = response.headers['x-emulator-reason'];
        resolve({
          status: response.statusCode ?? 0,
          reason: typeof reason === 'string' ? reason : undefined,
          location: response.headers.location,
          body,
        });
      });
    });
    request.on('error', reject);
  });
}
