import {
  LastLines,
  LocalServerError,
  ServerSupervision,
  spawnGuarded,
  stopOnAbort,
  type GuardedCommand,
  type GuardedProcess,
} from '@firstwrite/local-servers';
import { setTimeout as delay } from 'node:timers/promises';

/** A program that serves HTTP at an address, and how its lines are shown. */
export interface RoleProcessPlan {
  /** As in `ps`: `projector 2`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly stopSignal: GuardedCommand['stopSignal'];
  readonly address: string;
  /** Gets each line of its output. */
  readonly onLine: (line: string) => void;
}

/** Above the limit that a role itself sets for its longest step. */
const STOP_GRACE_MS = 25_000;
const LISTENING_MS_MAX = 60_000;
const READY_MS_MAX = 60_000;
const LOOK_EVERY_MS = 25;
const LOOK_MS_MAX = 5_000;

/**
 * A role in its own process, which ends with this one. If it dies, it is restarted at its address, at most five times a
 * minute.
 */
export class RoleProcess {
  /** Resolves when the process has ended and is not restarted. */
  readonly failed: Promise<Error>;
  private readonly stopping = new AbortController();
  private fail: (error: Error) => void = () => undefined;
  private started: Promise<unknown> | undefined;
  private ended: Promise<unknown> | undefined;

  constructor(readonly plan: RoleProcessPlan) {
    this.failed = new Promise((resolve) => (this.fail = resolve));
  }

  /**
   * Resolves when the role reports that it is ready. @throws LocalServerError with its last lines when it ends before
   * it listens
   */
  async start(): Promise<void> {
    this.started = this.startFirst();
    await this.started;
    await this.untilReady();
  }

  /** Stops the role cleanly; resolves when its process has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.started?.catch(() => undefined);
    await this.ended;
  }

  private async startFirst(): Promise<void> {
    const { name, onLine } = this.plan;
    const start = () => this.startOnce();
    const supervision = new ServerSupervision(await start(), {
      name,
      start,
      log: onLine,
      stopping: this.stopping.signal,
    });
    this.ended = supervision.ended;
    void supervision.ended.then((error) => error && this.fail(error));
  }

  /** Resolves when the role listens; it may still wait for the database or Kafka. */
  private async startOnce(): Promise<GuardedProcess> {
    const { command, args, env, stopSignal, name, onLine } = this.plan;
    const lines = new LastLines();
    const guarded = await spawnGuarded({
      ...{ command, args, stopSignal, graceMs: STOP_GRACE_MS },
      ...(env && { env }),
      onLine: (line) => {
        lines.add(line);
        onLine(line);
      },
    });
    stopOnAbort(guarded, this.stopping.signal);
    const ended = new AbortController();
    void guarded.exited.then(() => ended.abort());
    const deadlineMs = performance.now() + LISTENING_MS_MAX;
    while (!(await this.answers('/health/live'))) {
      if (!ended.signal.aborted && performance.now() < deadlineMs) continue;
      await guarded.stop();
      throw new LocalServerError('start-failed', `${name} did not start: ${lines.joined()}`, lines.all());
    }
    return guarded;
  }

  private async untilReady(): Promise<void> {
    const deadlineMs = performance.now() + READY_MS_MAX;
    while (!(await this.answers('/health/ready'))) {
      if (this.stopping.signal.aborted) return;
      if (performance.now() > deadlineMs) {
        throw new LocalServerError('start-failed', `${this.plan.name} is not ready after ${READY_MS_MAX / 1_000} s`);
      }
    }
  }

  /** Asks once, and waits a moment if the answer is no. */
  private async answers(path: string): Promise<boolean> {
    try {
      const signal = AbortSignal.timeout(LOOK_MS_MAX);
      const { ok } = await fetch(`${this.plan.address}${path}`, { signal, headers: { connection: 'close' } });
      if (ok) return true;
    } catch {
      // Not listening yet, or gone.
    }
    await delay(LOOK_EVERY_MS);
    return false;
  }
}
