import { setTimeout as delay } from 'node:timers/promises';
import type { GuardedExit } from './guard';
import { LocalClusterError } from '../local-cluster-error';
import { RestartBudget } from './restart-budget';

/** A server process that runs, or ran last. */
export interface RunningServer {
  readonly pid: number;
  readonly exited: Promise<GuardedExit>;
}

/** What is supervised, and how it is started again. */
export interface SupervisionPlan<Server extends RunningServer> {
  /** What runs, in the log and in errors. */
  readonly name: string;
  /** Starts it where it was; resolves when it serves. */
  readonly start: () => Promise<Server>;
  readonly log: (line: string) => void;
  /** Aborted when it is to stop for good. */
  readonly stopping: AbortSignal;
  /** Resolves with true, when it is to run again, if the end was asked for: such an end is not a failure and costs no restart. */
  readonly pauseAsked?: () => Promise<boolean>;
}

/** A server that is started again when it dies. */
export interface Supervision<Server extends RunningServer> {
  /** The server that runs now, or ran last. */
  readonly current: () => Server;
  /** Resolves when supervision is over: with an error when the restarts are used up, without one after an ordered stop. */
  readonly ended: Promise<LocalClusterError | undefined>;
}

/** Starts the server again, on the same port, each time it ends without having been asked to. */
export function superviseServer<Server extends RunningServer>(
  first: Server,
  plan: SupervisionPlan<Server>,
): Supervision<Server> {
  let current = first;
  const budget = new RestartBudget();
  const watch = async (): Promise<LocalClusterError | undefined> => {
    for (;;) {
      const exit = await current.exited;
      if (plan.stopping.aborted) return undefined;
      const asked = await plan.pauseAsked?.();
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it may have been aborted during the pause
      if (plan.stopping.aborted) return undefined;
      if (!asked) plan.log(`${plan.name} (process ${current.pid}) ended unexpectedly (${describeExit(exit)})`);
      const next = await restart(plan, asked ? new RestartBudget() : budget);
      if (!next || next instanceof LocalClusterError) return next;
      current = next;
    }
  };
  return { current: () => current, ended: watch() };
}

async function restart<Server extends RunningServer>(
  { name, start, log, stopping }: SupervisionPlan<Server>,
  budget: RestartBudget,
): Promise<Server | LocalClusterError | undefined> {
  let lastFailure = 'it kept ending';
  for (;;) {
    const waitMs = budget.take(Date.now());
    if (waitMs === undefined) {
      return new LocalClusterError('restarts-exhausted', `${name} is not started again: ${lastFailure}`);
    }
    await delay(waitMs, undefined, { signal: stopping }).catch(() => undefined);
    if (stopping.aborted) return undefined;
    try {
      const server = await start();
      log(`${name} runs again (process ${server.pid})`);
      return server;
    } catch (error) {
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it may have been aborted during the start
      if (stopping.aborted) return undefined;
      lastFailure = error instanceof Error ? error.message : String(error);
      log(`${name} could not be started again: ${lastFailure}`);
    }
  }
}

function describeExit({ code, signal }: GuardedExit): string {
  return signal === null ? `code ${code}` : signal;
}
