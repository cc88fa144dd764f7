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

/** Something that a role cannot start without. */
export interface NeededPart<Part> {
  /** What health reports call it. */
  readonly name: string;
  readonly attempt: () => Promise<Part>;
  /** Whether a failed attempt is worth another one; the first that is not ends the start. */
  readonly isAway: (error: unknown) => boolean;
}

/** Tries until the part is there. Meanwhile the process answers at its address that it lives, and that it is not ready and why. */
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
  // The role itself registers its own metrics later.
  const metrics = new Registry();
  const health = [{ name, check: () => Promise.reject(last ?? new Error('not asked yet')) }];
  const module = RoleModule.register({ apis: [], health, metrics });
  const application = await createHttpApplication(module, { logger, metrics: new HttpMetrics(metrics), problems });
  refuseOtherRequests(application.getHttpAdapter().getInstance());
  await application.listen(settings.PORT, settings.HOST);
  return {
    sawFailure: (error) => {
      if (last === undefined) logger.warn({ err: error, part: name }, 'not there yet: waiting for it');
      last = error instanceof Error ? error : new Error(String(error));
    },
    stop: async () => {
      await application.close();
      logger.info({ part: name }, 'is there');
    },
  };
}

function refuseOtherRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const isOperation = /^\/(health|metrics|problems)\b/.test(request.url);
    done(isOperation ? undefined : new HttpProblemError('unavailable', 'the service is starting'));
  });
}
