import type { Position } from '@firstwrite/event-store';
import type { CheckpointBoard } from '@firstwrite/feed';

/** How often the view is looked at when nothing was heard of it: another process may project it. */
const POLL_MS = 10;

export interface FreshWait {
  readonly projection: string;
  /** What the view must have seen; a hint when to look. */
  readonly seen: readonly Position[];
  readonly waitMsMax: number;
}

/** Reads again and again until a result is good, or the time is up: then undefined. Looks at least once. */
export async function readUntil<Result>(
  board: CheckpointBoard,
  { projection, seen, waitMsMax }: FreshWait,
  read: () => Promise<Result | undefined>,
): Promise<Result | undefined> {
  const deadlineMs = performance.now() + waitMsMax;
  const isBehind = () => board.knows(projection) && seen.some((position) => !board.hasReached(projection, position));
  let lookAtMs = isBehind() ? performance.now() + POLL_MS : 0;
  for (;;) {
    const nowMs = performance.now();
    if (nowMs >= lookAtMs || nowMs >= deadlineMs || !isBehind()) {
      const result = await read();
      if (result !== undefined) return result;
      lookAtMs = performance.now() + POLL_MS;
    }
    const leftMs = deadlineMs - performance.now();
    if (leftMs <= 0) return undefined;
    await board.moved(projection, Math.min(leftMs, Math.max(1, lookAtMs - performance.now())));
  }
}
