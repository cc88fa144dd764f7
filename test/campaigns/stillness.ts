/** The longest time without a change of a value, as far as repeated looks can tell. */
export class Stillness {
  longestMs = 0;
  private seen: string | undefined;
  private sinceMs: number | undefined;

  /** @param nowMs on a monotonic clock */
  see(value: string, nowMs: number): void {
    this.sinceMs ??= nowMs;
    this.longestMs = Math.max(this.longestMs, nowMs - this.sinceMs);
    if (value === this.seen) return;
    this.seen = value;
    this.sinceMs = nowMs;
  }
}
