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
  /** The HTTP method. */
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** The headers, with names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** The body as text. */
  readonly body: string;
}

/** A response: JSON, a body, or a function that writes it. */
export type Reply =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly json?: unknown;
      readonly body?: string | Buffer;
    }
  | ((res: ServerResponse, received: Received, req: IncomingMessage) => void);

/** A small server on 127.0.0.1. The test decides its responses. */
export class StubService {
  /** The requests, in order of arrival. */
  readonly requests: Received[] = [];
  /** How many connections were opened. */
  connections = 0;
  /** The response of `/token`. */
  token: Reply = { json: { access_token: 'opaque-access-token', token_type: 'Bearer' } };
  /** The response of `/refresh`. */
  refresh: Reply = { json: { access_token: 'opaque-new-token', token_type: 'Bearer' } };
  /** The response of `/user`. */
  user: Reply = { json: { id: 'u-1', name: 'Ada' } };
  /** The response of `/revoke`. */
  revoke: Reply = { status: 200, body: '' };
  /** The response of every other path. */
  other: Reply = { status: 404, json: { error: 'not_found' } };
  /** The HTTP server. */
  readonly server: Server = createServer((req, res) => this.serve(req, res));

  /** @param documents - further paths, each with the JSON that it responds with */
  constructor(private readonly documents: Readonly<Record<string, unknown>> = {}) {}

  /** Listens on a free port of 127.0.0.1. */
  async listen(): Promise<this> {
    this.server.on('connection', () => (this.connections += 1));
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  /** The origin of the service. Call `listen` first. */
  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The requests whose path starts with this text. */
  at(path: string): readonly Received[] {
    return this.requests.filter(({ url }) => url.startsWith(path));
  }

  /** Stops the server and its open connections. */
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

/** Starts a new service for every test of a file. */
export function eachTestHasService(): () => StubService {
  let service: StubService;
  beforeEach(async () => {
    service = await new StubService().listen();
  });
  afterEach(() => service.close());
  return () => service;
}
