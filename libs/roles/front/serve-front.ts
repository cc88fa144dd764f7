import {
  checkHealth,
  closeIdleConnectionsUntilClosed,
  HttpProblemError,
  InvalidRequestError,
  problemOf,
  refuseBrokenRequests,
  requestIdOf,
  type Surroundings,
} from '@firstwrite/platform';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { backendAt, readinessOf, type Backend } from './backend';
import { forward } from './forward';

/** Where the two APIs are. */
export interface BackendUrls {
  readonly commands: string;
  readonly queries: string;
}

interface Roles {
  readonly commands: Backend;
  readonly queries: Backend;
}

/** As the roles' own HTTP server has it. */
const KEEP_ALIVE_MS = 72_000;

/** Serves both APIs at HOST and PORT, until the shutdown order comes to it. @returns the address */
export async function serveFront({ settings, logger, shutdown }: Surroundings, urls: BackendUrls): Promise<string> {
  const roles = { commands: backendAt('command-api', urls.commands), queries: backendAt('query-api', urls.queries) };
  shutdown.started('connections to roles', () =>
    Promise.all([roles.commands.pool.close(), roles.queries.pool.close()]),
  );
  const server = createServer({ requireHostHeader: false, keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    answer(request, response, roles).catch((error: unknown) => {
      logger.debug({ err: error, method: request.method, url: request.url }, 'not passed on');
      refuse(error, request, response);
    });
  });
  server.on('clientError', refuseBrokenRequests);
  server.listen(settings.PORT, settings.HOST);
  await once(server, 'listening');
  shutdown.started('HTTP', async () => {
    closeIdleConnectionsUntilClosed(server);
    server.close();
    await once(server, 'close');
  });
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/** GET and HEAD are questions, everything else is a command; three paths are the front's own. */
async function answer(request: IncomingMessage, response: ServerResponse, roles: Roles): Promise<void> {
  if (request.headers.host === undefined && request.httpVersion !== '1.0')
    throw new InvalidRequestError([{ header: 'Host', detail: 'is required' }]);
  if (request.method !== 'GET' && request.method !== 'HEAD') return forward(request, response, roles.commands);
  const [path = ''] = (request.url ?? '').split('?', 1);
  switch (path) {
    case '/health/live':
      return sendJson(response, 200, { status: 'up' });
    case '/health/ready': {
      const report = await checkHealth([readinessOf(roles.commands), readinessOf(roles.queries)]);
      return sendJson(response, report.status === 'up' ? 200 : 503, report);
    }
    case '/metrics':
      throw new HttpProblemError('not-found', 'Metrics are those of one process: ask it at its own address.');
    default:
      return forward(request, response, roles.queries);
  }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

function refuse(error: unknown, request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  const requestId = requestIdOf(request);
  const problem = problemOf(error, requestId);
  response.writeHead(problem.status, {
    'content-type': 'application/problem+json',
    'x-request-id': requestId,
    ...(problem.status === 503 && { 'retry-after': '1' }),
    // What is left of its body is not read.
    ...(!request.complete && { connection: 'close' }),
  });
  response.end(JSON.stringify(problem));
}
