import { within } from '@firstwrite/resilience';
import type { Logger } from 'pino';

interface Step {
  readonly name: string;
  readonly stop: () => Promise<unknown>;
}

/**
 * Stops parts in the reverse order of their start. Each has a time limit; a failure is logged, and the next part is
 * stopped.
 */
export class ShutdownOrder {
  private readonly steps: Step[] = [];
  private stopping: Promise<void> | undefined;

  constructor(
    private readonly logger: Logger,
    private readonly stepMsMax: number,
  ) {}

  /** Registers a part that was just started, and how to stop it. */
  started(name: string, stop: () => Promise<unknown>): void {
    this.steps.push({ name, stop });
  }

  /** Stops every part. A second call waits for the first. */
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
        this.logger.error({ part: name, err: error }, 'did not stop cleanly');
      }
    }
  }
}
