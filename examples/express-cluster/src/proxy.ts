import { createServer, request, type Server } from 'node:http';

/** A round-robin proxy: the next request goes to the next instance. */
export function roundRobin(ports: () => readonly number[]): Server {
  let next = 0;
  return createServer((req, res) => {
    const running = ports();
    const port = running[(next += 1) % Math.max(1, running.length)];
    const { method, url: path } = req;
    const headers = { ...req.headers, 'x-forwarded-proto': 'http' };
    const onward = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      res.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(res);
    });
    onward.on('error', () => {
      if (!res.headersSent) res.writeHead(502);
      res.end();
    });
    req.pipe(onward);
  });
}
