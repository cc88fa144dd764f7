import { DatabaseError } from 'pg';
import { Deadline, jitterMs, pause } from '@firstwrite/resilience';
import { ViewLockedError } from './rebuild-errors';

/** lock_not_available, deadlock_detected. */
const LOCKED = new Set(['55P03', '40P01']);
const REST_MS = 100;
const WITHIN_MS = 60_000;

/** The attempt is not possible now, but may be a moment later. Its changes are rolled back. */
export class NotNowError extends Error {}

/**
 * Repeats an attempt until it gets its locks. Each attempt must wait for locks so briefly that the sessions queued
 * behind it notice nothing.
 * @throws ViewLockedError when the time is up
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
    // Jitter: two attempts that blocked each other do not meet again.
    await pause(REST_MS / 2 + jitterMs(REST_MS));
  }
}
