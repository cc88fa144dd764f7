import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Surroundings } from '../lifecycle/surroundings';
import { HttpMetrics } from '../metrics/http-metrics';
import type { ProblemCatalogue } from '../problems/problem-catalogue';
import type { ApiDocument } from './api-document';
import { createHttpApplication } from './create-http-application';
import type { HealthPart } from './health';
import { RoleModule } from './role.module';
import { serveDocument } from './serve-document';

/** The APIs, checks and documents that a process serves over HTTP. */
export interface HttpService {
  /** Served besides health, metrics and problems. Default none. */
  readonly apis?: readonly DynamicModule[];
  /** The parts that must work for the process to be ready. */
  readonly health: readonly HealthPart[];
  /** Every problem that the process can answer with: shown at `/problems/{code}`. */
  readonly problems: ProblemCatalogue;
  /**
   * Describes the whole API, of which `apis` may be a part: shown at `/openapi.json` and `/docs`. A `405` allows the
   * methods that the document has, including those that another role serves.
   */
  readonly document?: ApiDocument;
  /** Describes the published events: shown at `/asyncapi.json`. */
  readonly eventsDocument?: object;
}

/**
 * Serves the APIs and the operations of a role at HOST and PORT until the shutdown order stops it.
 * @returns the address
 */
export async function serveHttp(
  surroundings: Surroundings,
  { apis = [], health, problems, document, eventsDocument }: HttpService,
): Promise<string> {
  const { logger, metrics } = surroundings;
  const module = RoleModule.register({ apis, health, metrics, ...(eventsDocument && { eventsDocument }) });
  const application = await createHttpApplication(module, {
    logger,
    metrics: new HttpMetrics(metrics),
    problems,
    ...(document && { document }),
  });
  if (document) serveDocument(application, document);
  return serveApplication(surroundings, application);
}

/** Serves an application at HOST and PORT until the shutdown order stops it. @returns the address */
export async function serveApplication(
  { settings, shutdown }: Surroundings,
  application: NestFastifyApplication,
): Promise<string> {
  await application.listen(settings.PORT, settings.HOST);
  shutdown.started('HTTP', () => application.close());
  return application.getUrl();
}
