import { DatabaseError } from 'pg';
import { Deadline, jitterMs, pause } from '@firstwrite/resilience';
import { ViewLockedError } from './rebuild-errors';

/** lock_not_available, deadlock_detected. */
const LOCKED = new Set(['55P03', '40P01']);
const REST_MS = 100;
const WITHIN_MS = 60_000;

/** It cannot be done now and may be a moment later; what was begun is rolled back. */
export class NotNowError extends Error {}

/**
 * Tries again and again what waits for locks only so long that those who wait behind it notice nothing.
 * @throws ViewLockedError
 */
export async function untilUnlocked<Result>(
  projection: string,
  attempt: () => Promise<Result>,
  { withinMs = WITHIN_MS } = {},
): Promise<Result> {
  const deadline = new Deadline(withinMs);
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const isPassing =
        error instanceof NotNowError || (error instanceof DatabaseError && LOCKED.has(error.code ?? ''));
      if (!isPassing) throw error;
      if (deadline.isOver) throw new ViewLockedError(projection, error);
    }
    // Jitter: two that are in each other's way do not meet again.
    await pause(REST_MS / 2 + jitterMs(REST_MS));
  }
}
