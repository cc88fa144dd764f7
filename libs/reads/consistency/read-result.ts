import { Deadline } from '@firstwrite/resilience';
import { isAtOrAfter, type Position, positionFrom } from '@firstwrite/event-store';
import { type Freshness, formatConsistency } from './consistency';
import type { CheckpointBoard } from '@firstwrite/feed';
import type { TokenSigner } from '../tokens/token-signer';

/** The columns that every read statement returns beside its rows. */
export interface ReachedColumns {
  readonly reached_era: number;
  readonly reached_transaction: string;
  readonly reached_number: string;
  readonly staleness_ms: number;
}

/** How far the view was, in the snapshot of the read. */
export interface Reached {
  readonly position: Position;
  /** How long the first event beyond the position has been recorded; 0 if there is none. */
  readonly stalenessMs: number;
}

export function reachedOf(store: number, row: ReachedColumns): Reached {
  const { reached_era: era, reached_transaction: transaction, reached_number: number, staleness_ms } = row;
  return { position: positionFrom(store, { era, transaction, number }), stalenessMs: Math.ceil(staleness_ms) };
}

export function isFreshEnough({ position, stalenessMs }: Reached, { consistency, seen }: Freshness): boolean {
  const bounded = consistency.level !== 'bounded' || stalenessMs <= consistency.maxMs;
  return bounded && seen.every((needed) => isAtOrAfter(position, needed));
}

/** How often the view is read while its position is unknown: another process may project it. */
const POLL_MS = 10;

export interface FreshWait {
  readonly projection: string;
  /** The positions that the view must have seen; a hint when to read. */
  readonly seen: readonly Position[];
  readonly waitMsMax: number;
}

/** Reads until there is a result; undefined when the time is up. Reads at least once. */
export async function readUntil<Result>(
  board: CheckpointBoard,
  { projection, seen, waitMsMax }: FreshWait,
  read: () => Promise<Result | undefined>,
): Promise<Result | undefined> {
  const deadline = new Deadline(waitMsMax);
  const isBehind = () => board.knows(projection) && seen.some((position) => !board.hasReached(projection, position));
  let look = new Deadline(isBehind() ? POLL_MS : 0);
  for (;;) {
    if (look.isOver || deadline.isOver || !isBehind()) {
      const result = await read();
      if (result !== undefined) return result;
      look = new Deadline(POLL_MS);
    }
    if (deadline.isOver) return undefined;
    await board.moved(projection, Math.min(deadline.leftMs, Math.max(1, look.leftMs)));
  }
}

/** What a read returns beside its value. */
export interface ReadFacts {
  /** The promise that was kept, as the `Consistency` header says it. */
  readonly level: string;
  /** Which process answered. */
  readonly node: string;
  /** How long the first event that the answer does not show has been recorded; 0: it shows all. */
  readonly stalenessMs: number;
  /** A later read with this token returns nothing older than this answer. */
  readonly token: string;
}

/** An answer, and how fresh it is. */
export interface ReadResult<Value> extends ReadFacts {
  readonly value: Value;
}

/** Describes answers: which process gave them, and how fresh they are. */
export class ReadDescriber {
  constructor(
    private readonly signer: TokenSigner,
    private readonly node: string,
  ) {}

  /** @param positions everything that the answer has seen, at most one position a store */
  facts(freshness: Freshness, stalenessMs: number, positions: readonly Position[]): ReadFacts {
    const level = formatConsistency(freshness.consistency);
    return { level, node: this.node, stalenessMs, token: this.signer.sign(positions) };
  }
}
