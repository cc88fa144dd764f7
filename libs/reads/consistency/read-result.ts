import type { Position } from '@firstwrite/event-store';
import type { TokenSigner } from '../tokens/token-signer';
import { formatConsistency, type Freshness } from './consistency';

/** What a read gives beside its value. */
export interface ReadFacts {
  /** The promise that was kept, as the `Consistency` header says it. */
  readonly level: string;
  /** Which process answered. */
  readonly node: string;
  /** How long the first event that the answer does not show has been recorded; 0: it shows all. */
  readonly stalenessMs: number;
  /** Whoever sends it with a later read gets nothing older than this answer. */
  readonly token: string;
}

/** An answer, and how fresh it is. */
export interface ReadResult<Value> extends ReadFacts {
  readonly value: Value;
}

/** Describes answers: where from, how fresh. */
export class ReadDescriber {
  constructor(
    private readonly signer: TokenSigner,
    private readonly node: string,
  ) {}

  /** @param positions everything that the answer has seen, at most one a store */
  facts(freshness: Freshness, stalenessMs: number, positions: readonly Position[]): ReadFacts {
    const level = formatConsistency(freshness.consistency);
    return { level, node: this.node, stalenessMs, token: this.signer.sign(positions) };
  }
}
