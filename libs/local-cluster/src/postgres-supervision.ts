import { setTimeout as delay } from 'node:timers/promises';
import type { GuardedExit } from './guard';
import { LocalClusterError } from './local-cluster-error';
import { startServer, type PostgresServer, type ServerPlan } from './postgres-server';
import { RestartBudget } from './restart-budget';

export interface Supervision {
  /** The server that runs now, or ran last. */
  readonly current: () => PostgresServer;
  /** Resolves when supervision is over: with an error when the restarts are used up, without one after an ordered stop. */
  readonly ended: Promise<LocalClusterError | undefined>;
}

/** Starts the server again, on the same port, each time it ends without having been asked to. */
export function superviseServer(first: PostgresServer, plan: ServerPlan): Supervision {
  let current = first;
  const budget = new RestartBudget();
  const watch = async (): Promise<LocalClusterError | undefined> => {
    for (;;) {
      const exit = await current.exited;
      if (plan.stopping.aborted) return undefined;
      plan.log(`PostgreSQL (process ${current.pid}) ended unexpectedly (${describeExit(exit)})`);
      const next = await restart(plan, budget);
      if (!next || next instanceof LocalClusterError) return next;
      current = next;
    }
  };
  return { current: () => current, ended: watch() };
}

async function restart(
  plan: ServerPlan,
  budget: RestartBudget,
): Promise<PostgresServer | LocalClusterError | undefined> {
  let lastFailure = 'it kept ending';
  for (;;) {
    const waitMs = budget.take(Date.now());
    if (waitMs === undefined) {
      return new LocalClusterError('restarts-exhausted', `PostgreSQL is not started again: ${lastFailure}`);
    }
    await delay(waitMs, undefined, { signal: plan.stopping }).catch(() => undefined);
    if (plan.stopping.aborted) return undefined;
    try {
      const server = await startServer(plan);
      plan.log(`PostgreSQL runs again (process ${server.pid}, port ${plan.port})`);
      return server;
    } catch (error) {
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it may have been aborted during the start
      if (plan.stopping.aborted) return undefined;
      lastFailure = error instanceof Error ? error.message : String(error);
      plan.log(`PostgreSQL could not be started again: ${lastFailure}`);
    }
  }
}

function describeExit({ code, signal }: GuardedExit): string {
  return signal === null ? `code ${code}` : signal;
}
