import { isAtOrAfter, type Position } from '@firstwrite/event-store';
import { Pause } from '@firstwrite/resilience';

/**
 * The known positions of this process's projections, for waiting reads. They are a hint: the checkpoints in the
 * database are the truth.
 */
export class CheckpointBoard {
  private readonly positions = new Map<string, Position>();
  private readonly moves = new Map<string, Pause>();

  /** @param onSeen called for each projection that moved */
  constructor(private readonly onSeen?: (projection: string, position: Position) => void) {}

  /** Whether a projection was seen at or after a position. */
  hasReached(projection: string, position: Position): boolean {
    const known = this.positions.get(projection);
    return known !== undefined && isAtOrAfter(known, position);
  }

  /** Whether a position of a projection is known. */
  knows(projection: string): boolean {
    return this.positions.has(projection);
  }

  seen(projection: string, position: Position): void {
    if (this.hasReached(projection, position)) return;
    this.positions.set(projection, position);
    this.onSeen?.(projection, position);
    this.moves.get(projection)?.wake();
  }

  /** Resolves when a projection moves, or after this time. */
  async moved(projection: string, timeoutMs: number): Promise<void> {
    const move = this.moves.get(projection) ?? new Pause();
    this.moves.set(projection, move);
    await move.sleep(timeoutMs);
  }
}
