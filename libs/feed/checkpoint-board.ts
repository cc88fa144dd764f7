import { isAtOrAfter, type Position } from '@firstwrite/event-store';
import { Pause } from '@firstwrite/resilience';

/**
 * Where this process's projections are, for those who wait for them. A hint: the checkpoint in the database is the
 * truth.
 */
export class CheckpointBoard {
  private readonly positions = new Map<string, Position>();
  private readonly moves = new Map<string, Pause>();

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
    this.moves.get(projection)?.wake();
  }

  /** Resolves when a projection moves, or after this time. */
  async moved(projection: string, timeoutMs: number): Promise<void> {
    const move = this.moves.get(projection) ?? new Pause();
    this.moves.set(projection, move);
    await move.sleep(timeoutMs);
  }
}
