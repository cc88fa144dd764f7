import {
  listParked,
  NotParkedError,
  retryParked,
  type ParkedKey,
  type ParkedOutcome,
  type ParkedParts,
} from '@firstwrite/views';

/** The counts of a retry of all parked streams. */
export interface RetriedAll {
  readonly settled: number;
  readonly stillParked: number;
}

/**
 * Tries every stream that is parked now, the longest parked first. A stream that is no longer parked when its turn
 * comes counts as settled.
 */
export async function retryAllParked(
  parts: ParkedParts,
  onOutcome: (key: ParkedKey, outcome: ParkedOutcome) => void,
): Promise<RetriedAll> {
  let settled = 0;
  let stillParked = 0;
  for (const key of await listParked(parts.pool, parts.storeId, parts.projections.names)) {
    const outcome = await retried(parts, key);
    if (outcome?.outcome === 'parked') stillParked++;
    else settled++;
    if (outcome) onOutcome(key, outcome);
  }
  return { settled, stillParked };
}

async function retried(parts: ParkedParts, key: ParkedKey): Promise<ParkedOutcome | undefined> {
  try {
    return await retryParked(parts, key);
  } catch (error) {
    if (error instanceof NotParkedError) return undefined;
    throw error;
  }
}
