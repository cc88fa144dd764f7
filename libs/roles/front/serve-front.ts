import replyFrom from '@fastify/reply-from';
import { createHttpApplication, HttpMetrics, serveApplication, type Surroundings } from '@firstwrite/platform';
import type { FastifyInstance } from 'fastify';
import { METHODS } from 'node:http';
import { problemCatalogue } from '../problems';
import { Backends, type BackendUrls } from './backends';
import { proxyOptions } from './forward';
import { FrontModule } from './front.module';

/** Serves both APIs at HOST and PORT, until the shutdown order comes to it. @returns the address */
export async function serveFront(surroundings: Surroundings, urls: BackendUrls): Promise<string> {
  const { logger, metrics, shutdown } = surroundings;
  const backends = new Backends(urls);
  shutdown.started('connections to roles', () => backends.close());
  const application = await createHttpApplication(FrontModule.register(backends), {
    logger,
    metrics: new HttpMetrics(metrics),
    problems: problemCatalogue(),
    bodies: 'raw',
  });
  await application.register(replyFrom, proxyOptions(backends));
  routeEveryMethod(application.getHttpAdapter().getInstance());
  return serveApplication(surroundings, application);
}

/** A method that no role has is refused by the role, which knows the path. */
function routeEveryMethod(fastify: FastifyInstance): void {
  for (const method of METHODS) {
    if (!fastify.supportedMethods.includes(method)) fastify.addHttpMethod(method, { hasBody: true });
  }
}
