import type { Position } from '@firstwrite/event-store';

/** How fresh a read must be. */
export type Consistency =
  | { readonly level: 'strong' }
  | { readonly level: 'bounded'; readonly maxMs: number }
  | { readonly level: 'read-your-writes' }
  | { readonly level: 'eventual' };

/** What a read promises: a level, and positions that it must have seen whatever the level is. */
export interface Freshness {
  readonly consistency: Consistency;
  readonly seen: readonly Position[];
}

const BOUNDED = /^bounded[ \t]*;[ \t]*max-ms=(\d{1,9})$/;

/** Parses a `Consistency` header; undefined if the text is not valid. */
export function parseConsistency(text: string): Consistency | undefined {
  const trimmed = text.trim();
  if (trimmed === 'strong' || trimmed === 'read-your-writes' || trimmed === 'eventual') return { level: trimmed };
  const maxMs = BOUNDED.exec(trimmed)?.[1];
  return maxMs === undefined ? undefined : { level: 'bounded', maxMs: Number(maxMs) };
}

/** Writes a `Consistency` header that {@link parseConsistency} reads. */
export function formatConsistency(consistency: Consistency): string {
  return consistency.level === 'bounded' ? `bounded; max-ms=${consistency.maxMs}` : consistency.level;
}

/**
 * What must hold when a caller names a level, sends a token, or both. A token is always honoured. Beside it, `strong`
 * and `bounded` hold too and are what is reported; `eventual`, or no level, becomes `read-your-writes`.
 */
export function freshnessOf(named: Consistency | undefined, seen: readonly Position[]): Freshness {
  if (named?.level === 'strong' || named?.level === 'bounded') return { consistency: named, seen };
  if (seen.length > 0) return { consistency: { level: 'read-your-writes' }, seen };
  return { consistency: named ?? { level: 'eventual' }, seen };
}
