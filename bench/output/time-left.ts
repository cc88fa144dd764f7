/** The time that a run still needs: the estimates of its rows, corrected by the time that the finished rows took. */
export class TimeLeft {
  private needed = 0;
  private taken = 0;
  private current: { readonly seconds: number; readonly startedAtMs: number } | undefined;

  constructor(
    private toCome: readonly number[],
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** Starts the next row. */
  begin(): void {
    const [seconds = 0, ...rest] = this.toCome;
    this.toCome = rest;
    this.current = { seconds, startedAtMs: this.nowMs() };
  }

  /** Ends the row. */
  end(): void {
    if (!this.current) return;
    this.needed += this.current.seconds;
    this.taken += this.elapsedSeconds();
    this.current = undefined;
  }

  seconds(): number {
    const pace = this.needed > 0 ? this.taken / this.needed : 1;
    const ofCurrent = Math.max(0, (this.current?.seconds ?? 0) * pace - this.elapsedSeconds());
    return ofCurrent + pace * this.toCome.reduce((sum, seconds) => sum + seconds, 0);
  }

  /** `12 min 05 s left` */
  text(): string {
    const seconds = Math.round(this.seconds());
    if (seconds < 60) return `${seconds} s left`;
    return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s left`;
  }

  private elapsedSeconds(): number {
    return this.current ? (this.nowMs() - this.current.startedAtMs) / 1_000 : 0;
  }
}
