import { afterEach, beforeEach } from './hooks';
import {
  createServer,
  type IncomingMessage,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo } from 'node:net';

/** A request as it reached the service. */
export interface Received {
  readonly method: string;
  /** Path and query as they stood on the request line. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the service answers: JSON unless it is text or bytes, or anything at all if it is a function. */
export type Reply =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly json?: unknown;
      readonly body?: string | Buffer;
    }
  | ((res: ServerResponse, received: Received, req: IncomingMessage) => void);

/** A small authorization server on loopback; every answer is decided by the test. */
export class StubService {
  readonly requests: Received[] = [];
  /** How many connections were opened. */
  connections = 0;
  token: Reply = { json: { access_token: 'opaque-access-token', token_type: 'Bearer' } };
  refresh: Reply = { json: { access_token: 'opaque-new-token', token_type: 'Bearer' } };
  user: Reply = { json: { id: 'u-1', name: 'Ada' } };
  revoke: Reply = { status: 200, body: '' };
  /** Anything at any other path. */
  other: Reply = { status: 404, json: { error: 'not_found' } };
  readonly server: Server = createServer((req, res) => this.serve(req, res));

  /** @param documents - further paths, each with the JSON that it responds with */
  constructor(private readonly documents: Readonly<Record<string, unknown>> = {}) {}

  async listen(): Promise<this> {
    this.server.on('connection', () => (this.connections += 1));
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Requests whose path begins so. */
  at(path: string): readonly Received[] {
    return this.requests.filter(({ url }) => url.startsWith(path));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private serve(req: IncomingMessage, res: ServerResponse): void {
    const chunks: Buffer[] = [];
    req.on('error', () => undefined);
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const received: Received = {
        method: req.method ?? '',
        url: req.url ?? '',
        headers: req.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      this.requests.push(received);
      const reply = this.replyFor(received.url);
      if (typeof reply === 'function') return reply(res, received, req);
      const { status = 200, json, body, headers = {} } = reply;
      const type: Record<string, string> = body === undefined ? { 'content-type': 'application/json' } : {};
      res.writeHead(status, { ...type, ...headers });
      res.end(status === 204 || status === 205 ? undefined : (body ?? JSON.stringify(json)));
    });
  }

  private replyFor(url: string): Reply {
    const [path = ''] = url.split('?');
    if (Object.hasOwn(this.documents, path)) return { json: this.documents[path] };
    if (url.startsWith('/token')) return this.token;
    if (url.startsWith('/refresh')) return this.refresh;
    if (url.startsWith('/user')) return this.user;
    if (url.startsWith('/revoke')) return this.revoke;
    return this.other;
  }
}

/** Starts a service for every test of a file, with its answers as new each time. */
export function eachTestHasService(): () => StubService {
  let service: StubService;
  beforeEach(async () => {
    service = await new StubService().listen();
  });
  afterEach(() => service.close());
  return () => service;
}
