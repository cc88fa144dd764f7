import { pause } from '@firstwrite/resilience';
import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { createHttpApplication } from '../http/create-http-application';
import { RoleModule } from '../http/role.module';
import { HttpMetrics } from '../metrics/http-metrics';
import { HttpProblemError } from '../problems/framework-error';
import type { ProblemCatalogue } from '../problems/problem-catalogue';
import type { Surroundings } from './surroundings';

const ATTEMPT_EVERY_MS = 500;

/** A part that a role cannot start without. */
export interface NeededPart<Part> {
  /** Its name in health reports. */
  readonly name: string;
  readonly attempt: () => Promise<Part>;
  /** Whether another attempt may succeed after this error; any other error ends the start. */
  readonly isAway: (error: unknown) => boolean;
}

/**
 * Repeats the attempt until the part is available. Meanwhile the process serves its health: live, but not ready, with
 * the reason. Every other request is answered `unavailable`.
 */
export async function untilAvailable<Part>(
  surroundings: Surroundings,
  part: NeededPart<Part>,
  problems: ProblemCatalogue,
): Promise<Part> {
  let waiting: WaitingServer | undefined;
  for (;;) {
    try {
      const found = await part.attempt();
      await waiting?.stop();
      return found;
    } catch (error) {
      if (!part.isAway(error)) throw error;
      waiting ??= await startWaitingServer(surroundings, part.name, problems);
      waiting.sawFailure(error);
    }
    await pause(ATTEMPT_EVERY_MS);
  }
}

interface WaitingServer {
  sawFailure(error: unknown): void;
  stop(): Promise<void>;
}

async function startWaitingServer(
  { settings, logger }: Surroundings,
  name: string,
  problems: ProblemCatalogue,
): Promise<WaitingServer> {
  let last: Error | undefined;
  // The role registers its metrics later, in the registry of the process.
  const metrics = new Registry();
  const health = [{ name, check: () => Promise.reject(last ?? new Error('not asked yet')) }];
  const module = RoleModule.register({ apis: [], health, metrics });
  const application = await createHttpApplication(module, { logger, metrics: new HttpMetrics(metrics), problems });
  refuseOtherRequests(application.getHttpAdapter().getInstance());
  await application.listen(settings.PORT, settings.HOST);
  return {
    sawFailure: (error) => {
      if (last === undefined) logger.warn({ err: error, part: name }, 'not available yet: waiting for it');
      last = error instanceof Error ? error : new Error(String(error));
    },
    stop: async () => {
      await application.close();
      logger.info({ part: name }, 'is available');
    },
  };
}

function refuseOtherRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const isOperation = /^\/(health|metrics|problems)\b/.test(request.url);
    done(isOperation ? undefined : new HttpProblemError('unavailable', 'the service is starting'));
  });
}
