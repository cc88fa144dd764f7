import { pino, type Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { readSettings } from '../settings/settings';
import { processTitle, type RoleName } from './role-name';
import { ShutdownOrder } from './shutdown-order';
import type { Surroundings } from './surroundings';

/** A role that is ready. What it registered with the shutdown order is how it is stopped. */
export interface RunningRole {
  /** Where it listens. */
  readonly address: string;
  /** What is printed when it is ready, in place of the usual line. */
  readonly announcement?: string;
  /** Resolves when the role cannot go on; absent: it always can. */
  readonly failed?: Promise<Error>;
}

/** Above the append's own time limit: what was sent is waited for. */
const STOP_STEP_MS_MAX = 20_000;

const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs a role as this process, and ends the process with it: reads the settings, names the process, starts the role, prints a line
 * `firstwrite <role> <instance> is ready at <address>`, and stops everything in the opposite order at SIGINT or SIGTERM (exit code 0) or
 * when the role fails (exit code 1). A start that fails is one line on standard error and exit code 1.
 */
export function runRole(role: RoleName, start: (surroundings: Surroundings) => Promise<RunningRole>): void {
  run(role, start).then(
    (code) => process.exit(code),
    (error: unknown) => {
      process.stderr.write(`firstwrite: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    },
  );
}

async function run(role: RoleName, start: (surroundings: Surroundings) => Promise<RunningRole>): Promise<number> {
  const told = stopSignal();
  const surroundings = surroundingsOf(role);
  const { logger, settings, shutdown } = surroundings;
  const title = processTitle(role, settings.FIRSTWRITE_INSTANCE);
  process.title = title;
  try {
    const running = await Promise.race([start(surroundings), told]);
    if (running === undefined) return 0;
    process.stdout.write(running.announcement ?? `${title} is ready at ${running.address}\n`);
    const failure = await Promise.race([told, running.failed ?? told]);
    if (failure) logger.fatal({ err: failure }, 'the service cannot go on');
    return failure ? 1 : 0;
  } finally {
    await shutdown.stop();
  }
}

/** A signal may come before the role is ready: what was started by then is stopped. */
function stopSignal(): Promise<undefined> {
  return new Promise((resolve) => STOP_SIGNALS.forEach((signal) => process.on(signal, () => resolve(undefined))));
}

function surroundingsOf(role: RoleName): Surroundings {
  const settings = readSettings(process.env);
  const logger = loggerOf(role, settings);
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  return { settings, logger, metrics, shutdown: new ShutdownOrder(logger, STOP_STEP_MS_MAX) };
}

/** Lines of JSON on standard error, which name the role and its instance. Threads of one process may each have one. */
export function loggerOf(role: RoleName, { LOG_LEVEL, FIRSTWRITE_INSTANCE }: Surroundings['settings']): Logger {
  const base = { role, instance: FIRSTWRITE_INSTANCE };
  return pino({ level: LOG_LEVEL, base }, pino.destination({ dest: 2, sync: true }));
}
