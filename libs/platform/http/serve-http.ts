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

/** What a process serves over HTTP. */
export interface HttpService {
  /** Beside health, metrics and problems; default none. */
  readonly apis?: readonly DynamicModule[];
  /** What must work for the process to be ready. */
  readonly health: readonly HealthPart[];
  /** Every problem that it can answer with: shown at `/problems/{code}`. */
  readonly problems: ProblemCatalogue;
  /**
   * Describes the whole API, of which `apis` may be a part: shown at `/openapi.json` and `/docs`, and known for `405`: a method that
   * another role has is allowed.
   */
  readonly document?: ApiDocument;
  /** Describes the published events: shown at `/asyncapi.json`. */
  readonly eventsDocument?: object;
}

/** Serves the APIs of a role, and its operations, at HOST and PORT until the shutdown order comes to it. @returns the address */
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

/** Serves an application at HOST and PORT until the shutdown order comes to it. @returns the address */
export async function serveApplication(
  { settings, shutdown }: Surroundings,
  application: NestFastifyApplication,
): Promise<string> {
  await application.listen(settings.PORT, settings.HOST);
  shutdown.started('HTTP', () => application.close());
  return application.getUrl();
}
