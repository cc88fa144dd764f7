import { type BackOff, backOffMs, pause } from '@firstwrite/resilience';
import { LocalServerError } from '../local-server-error';
import type { GuardedExit } from './guard';

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
  readonly ended: Promise<LocalServerError | undefined>;
}

/** Starts the server again, on the same port, each time it ends without having been asked to. */
export function superviseServer<Server extends RunningServer>(
  first: Server,
  plan: SupervisionPlan<Server>,
): Supervision<Server> {
  let current = first;
  const budget = new RestartBudget();
  const watch = async (): Promise<LocalServerError | undefined> => {
    for (;;) {
      const exit = await current.exited;
      if (plan.stopping.aborted) return undefined;
      const asked = await plan.pauseAsked?.();
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it may have been aborted during the pause
      if (plan.stopping.aborted) return undefined;
      if (!asked) plan.log(`${plan.name} (process ${current.pid}) ended unexpectedly (${describeExit(exit)})`);
      const next = await restart(plan, asked ? new RestartBudget() : budget);
      if (!next || next instanceof LocalServerError) return next;
      current = next;
    }
  };
  return { current: () => current, ended: watch() };
}

async function restart<Server extends RunningServer>(
  { name, start, log, stopping }: SupervisionPlan<Server>,
  budget: RestartBudget,
): Promise<Server | LocalServerError | undefined> {
  let lastFailure = 'it kept ending';
  for (;;) {
    const waitMs = budget.take(performance.now());
    if (waitMs === undefined) {
      return new LocalServerError('restarts-exhausted', `${name} is not started again: ${lastFailure}`);
    }
    await pause(waitMs, stopping);
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

export interface RestartLimit {
  readonly restartsMax: number;
  readonly windowMs: number;
}

/** A server that ends five times in a minute has a cause that a sixth start does not cure. */
export const RESTART_LIMIT: RestartLimit = { restartsMax: 5, windowMs: 60_000 };

const BACK_OFF: BackOff = { firstMs: 100, maxMs: 800 };

/** Counts the restarts of a sliding window and spaces them out: the first at once, then with a back-off. */
export class RestartBudget {
  private starts: readonly number[] = [];

  constructor(private readonly limit: RestartLimit = RESTART_LIMIT) {}

  /** How long to wait before the next restart; nothing when the window's restarts are used up. */
  take(nowMs: number): number | undefined {
    this.starts = this.starts.filter((start) => start > nowMs - this.limit.windowMs);
    if (this.starts.length >= this.limit.restartsMax) return undefined;
    const earlier = this.starts.length;
    this.starts = [...this.starts, nowMs];
    return earlier === 0 ? 0 : backOffMs(earlier - 1, BACK_OFF);
  }
}
