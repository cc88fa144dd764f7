import { within } from '@firstwrite/resilience';
import type { Logger } from 'pino';

interface Step {
  readonly name: string;
  readonly stop: () => Promise<unknown>;
}

/** What was started, stopped in the opposite order; each step has a time limit, and a failing one does not keep the others. */
export class ShutdownOrder {
  private readonly steps: Step[] = [];
  private stopping: Promise<void> | undefined;

  constructor(
    private readonly logger: Logger,
    private readonly stepMsMax: number,
  ) {}

  /** Registers how to stop what was just started. */
  started(name: string, stop: () => Promise<unknown>): void {
    this.steps.push({ name, stop });
  }

  /** Stops everything, once. */
  stop(): Promise<void> {
    this.stopping ??= this.stopAll();
    return this.stopping;
  }

  private async stopAll(): Promise<void> {
    for (const { name, stop } of this.steps.toReversed()) {
      const startedAt = performance.now();
      try {
        await within(stop(), this.stepMsMax, () => new Error(`not stopped in ${this.stepMsMax} ms`));
        this.logger.debug({ part: name, ms: Math.round(performance.now() - startedAt) }, 'stopped');
      } catch (error) {
        this.logger.error({ part: name, err: error }, 'did not stop in order');
      }
    }
  }
}
