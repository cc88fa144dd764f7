import { setTimeout as sleep } from 'node:timers/promises';
import { UnreachableError } from './unreachable.error';

/** How patient to be with a service that does not answer. */
export interface Patience {
  /** The run stops after this time without any answer. */
  readonly unreachableMsMax: number;
  /** Meanwhile one request in this interval is let through, as a probe. */
  readonly probeIntervalMs: number;
}

export const defaultPatience: Patience = { unreachableMsMax: 30_000, probeIntervalMs: 500 };

/**
 * Open while the service answers. The first lost connection closes it: then one request each `probeIntervalMs`
 * passes, so that a dead service does not use up the whole file, and any answer opens it again.
 */
export class ReachabilityGate {
  private everAnswered = false;
  private lastAnswerAtMs = performance.now();
  private closed: { sinceMs: number; nextProbeAtMs: number; reason: string } | undefined;

  constructor(
    private readonly url: string,
    private readonly patience: Patience,
    private readonly onClosed: (line: string) => void,
  ) {}

  /** True once the service has answered anything in this run. */
  get hasAnswered(): boolean {
    return this.everAnswered;
  }

  /**
   * Waits until a request may be sent.
   * @throws UnreachableError when the service was silent for too long.
   */
  async pass(): Promise<void> {
    while (this.closed) {
      const nowMs = performance.now();
      const silentMs = nowMs - this.closed.sinceMs;
      if (silentMs >= this.patience.unreachableMsMax)
        throw new UnreachableError(this.url, silentMs, this.closed.reason);
      if (nowMs >= this.closed.nextProbeAtMs) {
        this.closed.nextProbeAtMs = nowMs + this.patience.probeIntervalMs;
        return;
      }
      await sleep(this.closed.nextProbeAtMs - nowMs);
    }
  }

  answered(): void {
    this.everAnswered = true;
    this.lastAnswerAtMs = performance.now();
    this.closed = undefined;
  }

  /**
   * A request sent at `sentAtMs` had no answer. The silence counts from then, or from the last answer if that came
   * later.
   */
  failed(sentAtMs: number, reason: string): void {
    if (this.closed) {
      this.closed.reason = reason;
      return;
    }
    const nextProbeAtMs = performance.now() + this.patience.probeIntervalMs;
    this.closed = { sinceMs: Math.max(sentAtMs, this.lastAnswerAtMs), nextProbeAtMs, reason };
    const secondsMax = Math.round(this.patience.unreachableMsMax / 1000);
    this.onClosed(`${this.url} does not answer (${reason}); trying for ${secondsMax} s`);
  }
}
