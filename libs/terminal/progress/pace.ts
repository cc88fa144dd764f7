/** How fast a task goes, measured from its start. */
export class Pace {
  done = 0;
  private readonly startedAtMs = performance.now();

  constructor(readonly total: number) {}

  get ratePerSecond(): number {
    return this.done / Math.max((performance.now() - this.startedAtMs) / 1000, 0.001);
  }

  /** `3 s left`, `4 min 10 s left`; `? left` while there is no rate. */
  get timeLeft(): string {
    if (this.done === 0) return '? left';
    const seconds = Math.ceil((this.total - this.done) / this.ratePerSecond);
    const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3600)];
    if (hours > 0) return `${hours} h ${minutes % 60} min left`;
    return minutes > 0 ? `${minutes} min ${seconds % 60} s left` : `${seconds} s left`;
  }

  /** `1,234/s`, with a decimal below ten. */
  get rate(): string {
    const rate = this.ratePerSecond;
    return `${rate < 10 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en')}/s`;
  }
}
