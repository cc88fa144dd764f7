import { type BackOff, backOffMs, Modes, pause, type Transitions } from '@firstwrite/resilience';
import { LocalServerError } from '../local-server-error';
import type { GuardedExit } from './guard';

/** A server process that runs, or ran last. */
export interface RunningServer {
  readonly pid: number;
  readonly exited: Promise<GuardedExit>;
}

/** Which server is supervised, and how it is started again. */
export interface SupervisionPlan<Server extends RunningServer> {
  /** The name of the server in the log and in errors. */
  readonly name: string;
  /** Starts the server again with its port and its data; resolves when it serves. */
  readonly start: () => Promise<Server>;
  readonly log: (line: string) => void;
  /** Aborted when the server is to stop for good. The supervision only waits for its end: see `stopOnAbort`. */
  readonly stopping: AbortSignal;
}

export type SupervisionMode = 'running' | 'restarting' | 'pausing' | 'paused' | 'resuming' | 'stopped' | 'failed';

const TRANSITIONS: Transitions<SupervisionMode> = {
  running: ['restarting', 'pausing', 'stopped'],
  restarting: ['running', 'failed', 'stopped'],
  pausing: ['paused', 'stopped'],
  paused: ['resuming', 'stopped'],
  resuming: ['running', 'failed', 'stopped'],
  stopped: [],
  failed: [],
};

/**
 * Starts a server again each time it ends unexpectedly, at most five times a minute.
 *
 * running → restarting (the server ended) → running (it serves again)
 * running → pausing (`pause`) → paused (the server ended) → resuming (`resume`) → running (it serves again)
 * restarting, resuming → failed (no restart is left)
 * every mode but failed → stopped (`stopping` was aborted and no server runs any more)
 */
export class ServerSupervision<Server extends RunningServer> {
  /** Resolves in the modes `stopped` (without an error) and `failed` (with one). */
  readonly ended: Promise<LocalServerError | undefined>;
  private end: (failure: LocalServerError | undefined) => void = () => undefined;
  private readonly modes = new Modes('server supervision', TRANSITIONS, 'running');
  private readonly budget = new RestartBudget();

  /** Begins with a server that runs. */
  constructor(
    private server: Server,
    private readonly plan: SupervisionPlan<Server>,
  ) {
    this.ended = new Promise((resolve) => (this.end = resolve));
    plan.stopping.addEventListener('abort', () => this.modes.is('paused') && this.finish('stopped'), { once: true });
    this.watch(server);
  }

  /** The server that runs now, or ran last. */
  get current(): Server {
    return this.server;
  }

  get mode(): SupervisionMode {
    return this.modes.current;
  }

  /**
   * Announces that the caller is about to end the server, which then stays down until `resume`.
   * @throws IllegalTransitionError unless the server runs
   */
  pause(): void {
    this.modes.to('pausing');
  }

  /**
   * Starts a server that was paused; resolves when it serves, or when it is stopped before that.
   * @throws IllegalTransitionError unless the server is paused
   * @throws LocalServerError when no restart is left: the supervision has failed
   */
  async resume(): Promise<void> {
    this.modes.to('resuming');
    const failure = await this.startAgain(new RestartBudget());
    if (failure) throw failure;
  }

  private watch(server: Server): void {
    this.server = server;
    void server.exited.then((exit) => this.onExit(exit));
  }

  private async onExit(exit: GuardedExit): Promise<void> {
    const { name, log } = this.plan;
    if (this.isStopping()) {
      this.finish('stopped');
    } else if (this.modes.is('pausing')) {
      this.modes.to('paused');
    } else {
      this.modes.to('restarting');
      log(`${name} (process ${this.server.pid}) ended unexpectedly (${describeExit(exit)})`);
      await this.startAgain(this.budget);
    }
  }

  private async startAgain(budget: RestartBudget): Promise<LocalServerError | undefined> {
    const { name, log, stopping } = this.plan;
    let lastFailure = 'it kept ending';
    for (;;) {
      const waitMs = budget.take(performance.now());
      if (waitMs === undefined) {
        const message = `${name} is not started again: ${lastFailure}`;
        return this.finish('failed', new LocalServerError('restarts-exhausted', message));
      }
      await pause(waitMs, stopping);
      if (this.isStopping()) return this.finish('stopped');
      let server: Server;
      try {
        server = await this.plan.start();
      } catch (error) {
        if (this.isStopping()) return this.finish('stopped');
        lastFailure = error instanceof Error ? error.message : String(error);
        log(`${name} could not be started again: ${lastFailure}`);
        continue;
      }
      this.modes.to('running');
      this.watch(server);
      log(`${name} runs again (process ${server.pid})`);
      return undefined;
    }
  }

  private finish(mode: 'stopped' | 'failed', failure?: LocalServerError): LocalServerError | undefined {
    this.modes.to(mode);
    this.end(failure);
    return failure;
  }

  private isStopping(): boolean {
    return this.plan.stopping.aborted;
  }
}

function describeExit({ code, signal }: GuardedExit): string {
  return signal === null ? `code ${code}` : signal;
}

/** The number of restarts in any period of this length. */
export interface RestartLimit {
  readonly restartsMax: number;
  readonly windowMs: number;
}

/** If a server has ended six times in a minute, another start does not help. */
const RESTART_LIMIT: RestartLimit = { restartsMax: 5, windowMs: 60_000 };
const BACK_OFF: BackOff = { firstMs: 100, maxMs: 800 };

/** Limits the restarts in a sliding window. The first is immediate, and each later one waits longer. */
export class RestartBudget {
  private starts: readonly number[] = [];

  constructor(private readonly limit: RestartLimit = RESTART_LIMIT) {}

  /** How long to wait before the next restart; undefined when the restarts of this window are used up. */
  take(nowMs: number): number | undefined {
    this.starts = this.starts.filter((start) => start > nowMs - this.limit.windowMs);
    if (this.starts.length >= this.limit.restartsMax) return undefined;
    const earlier = this.starts.length;
    this.starts = [...this.starts, nowMs];
    return earlier === 0 ? 0 : backOffMs(earlier - 1, BACK_OFF);
  }
}
