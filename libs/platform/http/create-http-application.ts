import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { NestLogger } from '../logging/nest-logger';
import type { HttpMetrics } from '../metrics/http-metrics';
import { HttpProblemError } from '../problems/framework-error';
import type { ProblemCatalogue } from '../problems/problem-catalogue';
import { ProblemsModule } from '../problems/problems.module';
import { sendProblem } from '../problems/send-problem';
import { InvalidRequestError } from '../problems/invalid-request.error';
import { ProblemFilter } from '../problems/problem.filter';
import type { ApiDocument } from './api-document';
import { useJsonBodies, useRawBodies } from './bodies';
import { refuseBrokenRequests } from './broken-request';
import { requestIdOf } from './request-id';
import { RouteTable } from './route-table';
import { closeKeptConnectionsOnStop } from './stopping-connections';
import { ValidationGuard } from './validation.guard';

/** Where an application reports what it answered and what went wrong, and the API that it is a part of. */
export interface HttpApplicationOptions {
  readonly logger: Logger;
  readonly metrics: HttpMetrics;
  /** Every problem that it can answer with; controllers inject it. */
  readonly problems: ProblemCatalogue;
  /** Of the whole API, for paths whose methods are served by several processes. */
  readonly document?: ApiDocument;
  /** What handlers get of a body: its JSON value, parsed and limited to the media types of the API, or its bytes. Default `json`. */
  readonly bodies?: 'json' | 'raw';
}

@Module({})
class HttpApplication {}

const URI_BYTES_MAX = 8_000;

/** Nest on Fastify with the product's rules for bodies, ids, errors and metrics. Not yet listening. */
export async function createHttpApplication(
  module: Type | DynamicModule,
  { logger, metrics, problems, document, bodies = 'json' }: HttpApplicationOptions,
): Promise<NestFastifyApplication> {
  const routes = new RouteTable();
  const context = { problems, routes, logger };
  const adapter = new FastifyAdapter({
    genReqId: requestIdOf,
    return503OnClosing: true,
    // Without a Host header Node would answer for itself; the hook below does.
    http: { requireHostHeader: false },
    clientErrorHandler: refuseBrokenRequests(problems),
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(error, { request, reply }, context),
    // A SKU of any length gets our own answer.
    routerOptions: { maxParamLength: URI_BYTES_MAX },
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  routes.watch(fastify);
  if (document) routes.describe(document);
  useRequestHooks(fastify, logger, metrics);
  closeKeptConnectionsOnStop(fastify);
  const root = { module: HttpApplication, imports: [ProblemsModule.register(problems), module] };
  const application = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    bodyParser: false,
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  if (bodies === 'json') useJsonBodies(fastify);
  else useRawBodies(fastify);
  application.useGlobalFilters(new ProblemFilter(context));
  application.useGlobalGuards(new ValidationGuard());
  return application;
}

function useRequestHooks(fastify: FastifyInstance, logger: Logger, metrics: HttpMetrics): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    done(faultOf(request));
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method, url } = request.routeOptions;
    metrics.answered({
      // One route may serve every method: each is counted by itself.
      method: typeof method === 'string' ? method : request.method,
      route: url ?? 'none',
      status: reply.statusCode,
      ms: reply.elapsedTime,
    });
    if (logger.isLevelEnabled('debug')) {
      const { method, url, id: requestId } = request;
      logger.debug({ requestId, method, url, status: reply.statusCode, ms: reply.elapsedTime }, 'answered');
    }
    done();
  });
}

function faultOf({ url, headers, raw }: FastifyRequest): Error | undefined {
  if (url.length > URI_BYTES_MAX) return new HttpProblemError('uri-too-long', `over ${URI_BYTES_MAX} bytes`);
  // Load balancers look after health in HTTP/1.0, which has no Host.
  if (headers.host === undefined && raw.httpVersion !== '1.0')
    return new InvalidRequestError([{ header: 'Host', detail: 'is required' }]);
  return undefined;
}
