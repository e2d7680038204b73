import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import express from 'express';
import { type Listening, hostRefusal, publicHost } from './allowed-hosts';
import { type EmulatedResponse, refusalResponse } from './response';
import { type Call, readCall } from './request';
import { type RecordedRequest } from '../emulated-provider';
import { type HttpProvider } from './http-provider';
import { type Route } from './route';
import { recordOf } from './record';
import { Refusal } from './refusal';

/** A request, from its arrival to its response. */
interface Exchange {
  readonly call: Call;
  readonly record: RecordedRequest;
}

/** What the handlers of one origin share. */
interface Origin {
  readonly app: express.Express;
  readonly provider: HttpProvider;
  readonly origin: string;
  readonly exchanges: WeakMap<IncomingMessage, Exchange>;
}

/** The HTTP server of one origin. */
export function createOrigin(
  provider: HttpProvider,
  origin: string,
  allowHosts: readonly string[],
  remember: (record: RecordedRequest) => void,
): Server {
  const app = express();
  app.set('case sensitive routing', true);
  app.set('strict routing', true);
  app.disable('x-powered-by');
  const parts: Origin = { app, provider, origin, exchanges: new WeakMap() };
  mountReading(parts, allowHosts, remember);
  mountRoutes(parts);
  mountRefusals(parts);
  return createServer(app);
}

function mountReading(
  { app, provider, origin, exchanges }: Origin,
  allowHosts: readonly string[],
  remember: (record: RecordedRequest) => void,
): void {
  app.use(async (request, response, next) => {
    const call = hostRefusal(request.headers.host, allowHosts) ?? (await read(request));
    const record = recordOf(provider.name, origin, request, call);
    remember(record);
    if (call instanceof Refusal) {
      const refuse = (): never => {
        throw call;
      };
      return send(response, record, attempt(provider, origin, refuse));
    }
    exchanges.set(request, { call, record });
    next();
  });
}

function mountRoutes({ app, provider, origin, exchanges }: Origin): void {
  const routes = provider.routes().filter((route) => route.origin === origin);
  for (const path of new Set(routes.map((route) => route.path))) {
    const samePath = routes.filter((route) => route.path === path);
    app.all(path, async (request, response, next) => {
      const enabled = samePath.filter((route) => route.enabled?.() ?? true);
      const exchange = exchanges.get(request);
      if (enabled.length === 0 || !exchange) return next();
      const params = request.params as Record<string, string>;
      await serve(provider, enabled, exchange, params, request, response);
    });
  }
}

/** Unknown paths, paths that cannot be decoded, and failures of the emulator itself. */
function mountRefusals({ app, provider, origin, exchanges }: Origin): void {
  const refuse = (reason: Refusal, request: IncomingMessage, response: ServerResponse): void => {
    const exchange = exchanges.get(request);
    if (!exchange || response.headersSent) return void response.destroy();
    const refused = attempt(provider, origin, () => {
      provider.guard(origin, exchange.call);
      throw reason;
    });
    send(response, exchange.record, refused);
  };
  app.use((request, response) => {
    const reason = new Refusal(404, 'not_found', 'unknown_path', 'There is nothing at this path');
    refuse(reason, request, response);
  });
  app.use(((error: unknown, request, response, _next) => {
    const reason =
      error instanceof URIError
        ? new Refusal(400, 'invalid_request', 'malformed_path', 'The path is not percent-encoded correctly')
        : new Refusal(500, 'server_error', 'emulator_defect', `The emulator failed: ${String(error)}`);
    refuse(reason, request, response);
  }) satisfies express.ErrorRequestHandler);
}

function read(request: IncomingMessage): Promise<Call | Refusal> {
  return readCall(request).catch((error: unknown) => {
    if (error instanceof Refusal) return error;
    throw error;
  });
}

async function serve(
  provider: HttpProvider,
  routes: readonly Route[],
  { call, record }: Exchange,
  params: Readonly<Record<string, string>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const route = routes.find(({ method }) => method === call.method);
  const named = route ?? routes[0];
  if (!named) return;
  record.endpoint = named.endpoint;
  const genuine = (): EmulatedResponse =>
    attempt(provider, named.origin, () => {
      provider.guard(named.origin, call);
      if (route) return route.handle(call, params);
      const allow = routes.map(({ method }) => method).join(', ');
      throw new Refusal(405, 'method_not_allowed', 'method_not_allowed', `Only ${allow} is allowed here`, {
        Allow: allow,
      });
    });
  const fault = provider.takeFault(named.endpoint);
  if (!fault) return send(response, record, genuine());
  await fault.respond({
    request,
    response,
    genuine: () => Promise.resolve(genuine()),
    refuse: (status, code, message, headers) =>
      refusalResponse(new Refusal(status, code, code, message, headers), (refusal) =>
        provider.refuse(refusal, named.origin),
      ),
    begin: (status, headers) => {
      record.status = status;
      response.writeHead(status, headers);
    },
    send: (emulated) => send(response, record, emulated),
  });
}

function attempt(provider: HttpProvider, origin: string, action: () => EmulatedResponse): EmulatedResponse {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refusalResponse(error, (refusal) => provider.refuse(refusal, origin));
  }
}

function send(outgoing: ServerResponse, record: RecordedRequest, response: EmulatedResponse): void {
  record.status = response.status;
  if (response.reason !== undefined) {
    record.reason = response.reason;
    outgoing.setHeader('X-Emulator-Reason', response.reason);
  }
  const bytes = Buffer.from(response.body);
  outgoing.writeHead(response.status, { ...response.headers, 'Content-Length': bytes.length });
  outgoing.end(bytes);
}

/** Starts to listen. Returns the URL of the origin. */
export function listen(server: Server, port: number, listening: Listening): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, listening.host, () => {
      server.off('error', reject);
      resolve(`http://${publicHost(listening)}:${(server.address() as AddressInfo).port}`);
    });
  });
}

/** Closes every connection, even if its request has no response yet. */
export function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
