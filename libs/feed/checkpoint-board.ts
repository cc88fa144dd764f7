import { isAtOrAfter, type Position } from '@firstwrite/event-store';

/**
 * Where this process's projections are, for those who wait for them. A hint: the checkpoint in the database is the
 * truth.
 */
export class CheckpointBoard {
  private readonly positions = new Map<string, Position>();
  private readonly waiting = new Map<string, Set<() => void>>();

  /** @param onSeen told of each projection that moved */
  constructor(private readonly onSeen?: (projection: string, position: Position) => void) {}

  /** Whether a projection was seen at or after a position. */
  hasReached(projection: string, position: Position): boolean {
    const known = this.positions.get(projection);
    return known !== undefined && isAtOrAfter(known, position);
  }

  /** Whether anything was heard of a projection. */
  knows(projection: string): boolean {
    return this.positions.has(projection);
  }

  seen(projection: string, position: Position): void {
    if (this.hasReached(projection, position)) return;
    this.positions.set(projection, position);
    this.onSeen?.(projection, position);
    const waiting = this.waiting.get(projection);
    if (!waiting) return;
    this.waiting.delete(projection);
    for (const wake of waiting) wake();
  }

  /** Resolves when a projection moves, or after this time. */
  async moved(projection: string, timeoutMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const waiting = this.waiting.get(projection) ?? new Set();
      const wake = () => {
        clearTimeout(timer);
        waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, timeoutMs);
      waiting.add(wake);
      this.waiting.set(projection, waiting);
    });
  }
}
