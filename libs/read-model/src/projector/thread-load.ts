const BUSY_SHARE = 0.75;
const SAMPLE_MS = 250;

/**
 * Whether this thread has rest to give away. One that is busy for more than three quarters of its time has none: when it decides commands,
 * those need it more than the views need the milliseconds. At half load it is never busy.
 */
export class ThreadLoad {
  private utilization = performance.eventLoopUtilization();
  private sampledAtMs = performance.now();
  private busy = false;

  /** A burst of requests keeps the thread busy for milliseconds, and means nothing: so it is looked at over a longer time. */
  isBusy(): boolean {
    const nowMs = performance.now();
    if (nowMs - this.sampledAtMs < SAMPLE_MS) return this.busy;
    const now = performance.eventLoopUtilization();
    this.busy = performance.eventLoopUtilization(now, this.utilization).utilization > BUSY_SHARE;
    this.utilization = now;
    this.sampledAtMs = nowMs;
    return this.busy;
  }
}
