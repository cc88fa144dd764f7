import { pino, type Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { readSettings } from '../settings/settings';
import { processTitle, type RoleName } from './role-name';
import { ShutdownOrder } from './shutdown-order';
import type { Surroundings } from './surroundings';

/** A role that is ready. The shutdown order, with which it registered its parts, stops it. */
export interface RunningRole {
  /** The address that it listens on. */
  readonly address: string;
  /** Printed in place of the usual line when the role is ready. */
  readonly announcement?: string;
  /** Resolves when the role cannot go on. Absent if that does not happen. */
  readonly failed?: Promise<Error>;
}

/** Above the time limit of an append (15 s), so that a stop waits for its outcome. */
const STOP_STEP_MS_MAX = 20_000;

const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs a role as this process. Reads the settings, names the process, starts the role and prints `firstwrite <role>
 * <instance> is ready at <address>`. Stops the parts in reverse order at SIGINT or SIGTERM (exit code 0) or when the
 * role fails (exit code 1). A start that fails prints one line to standard error and ends with exit code 1.
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

/** A signal may come before the role is ready; the parts that were started by then are stopped. */
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

/**
 * Creates a logger that writes JSON lines with the role and its instance to standard error. Each thread may have its
 * own.
 */
export function loggerOf(role: RoleName, { LOG_LEVEL, FIRSTWRITE_INSTANCE }: Surroundings['settings']): Logger {
  const base = { role, instance: FIRSTWRITE_INSTANCE };
  return pino({ level: LOG_LEVEL, base }, pino.destination({ dest: 2, sync: true }));
}
