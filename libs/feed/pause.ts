/** A sleep that can be cut short: by a wake, and for good by the end. */
export class Pause {
  private ended = false;
  private readonly sleepers = new Set<() => void>();

  /** Resolves after this time, or at once when it is woken or ended. */
  async sleep(ms: number): Promise<void> {
    if (this.ended) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.sleepers.add(wake);
    });
  }

  wake(): void {
    for (const wake of this.sleepers) wake();
  }

  end(): void {
    this.ended = true;
    this.wake();
  }

  get isEnded(): boolean {
    return this.ended;
  }
}
