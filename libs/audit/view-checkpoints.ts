import {
  beginningOf,
  comparePositions,
  headSql,
  partitionOf,
  positionFrom,
  type Position,
  type PositionColumns,
} from '@firstwrite/event-store';
import { Deadline, pause } from '@firstwrite/resilience';
import type { AuditSession } from './audit-session';

const checkpointsSql = `
select projection, partition, partitions, era, transaction_id::text as transaction, number::text as number
from projection_checkpoint where store = $1 order by projection, partition`;

const POLL_MS = 50;
/**
 * A projector that follows a busy store moves many times in this time. If no checkpoint moves, no service is running.
 */
const STILL_MS_MAX = 1_000;

/** How far one projection is, in each of the partitions that the streams are divided among. */
export class ViewCheckpoints {
  /** @param positions by partition */
  constructor(private readonly positions: readonly Position[]) {}

  /** The checkpoint of the partition that a stream is in. */
  of(stream: string): Position {
    return this.positions[partitionOf(stream, this.positions.length)] as Position;
  }

  /** Whether every partition has reached a position. */
  haveReached(position: Position): boolean {
    return this.positions.every((checkpoint) => comparePositions(checkpoint, position) >= 0);
  }
}

type CheckpointRow = PositionColumns & {
  readonly projection: string;
  readonly partition: number;
  readonly partitions: number;
};

/** How far each projection is; one that never began is before the first event. */
export async function readCheckpoints(
  session: AuditSession,
  names: readonly string[],
): Promise<ReadonlyMap<string, ViewCheckpoints>> {
  const rows = await session.query<CheckpointRow>(checkpointsSql, [session.storeId]);
  const beginning = beginningOf(session.storeId);
  return new Map(
    names.map((name) => {
      const own = rows.filter(({ projection }) => projection === name);
      const positions = Array.from({ length: own[0]?.partitions ?? 1 }, () => beginning);
      for (const row of own) positions[row.partition] = positionFrom(session.storeId, row);
      return [name, new ViewCheckpoints(positions)];
    }),
  );
}

/**
 * Waits until the views have all current events, at most `waitMsMax`, and only as long as checkpoints move. Views that
 * are still behind then are no fault.
 */
export async function waitForViews(session: AuditSession, names: readonly string[], waitMsMax: number): Promise<void> {
  const newest = await newestEvent(session);
  const deadline = new Deadline(waitMsMax);
  let before = '';
  let still = new Deadline(STILL_MS_MAX);
  while (newest && !deadline.isOver) {
    const checkpoints = [...(await readCheckpoints(session, names)).values()];
    if (checkpoints.every((checkpoint) => checkpoint.haveReached(newest))) return;
    const now = JSON.stringify(checkpoints);
    if (now !== before) still = new Deadline(STILL_MS_MAX);
    else if (still.isOver) return;
    before = now;
    await pause(Math.min(POLL_MS, deadline.leftMs));
  }
}

async function newestEvent(session: AuditSession): Promise<Position | undefined> {
  const [row] = await session.query<PositionColumns>(headSql);
  return row && positionFrom(session.storeId, row);
}
