import type { Pool } from 'pg';
import { countParkedSql, listParkedSql } from './parked.sql';

/** A stream of one projection. */
export interface ParkedKey {
  readonly projection: string;
  readonly stream: string;
}

/** A stream that one projection has parked at an event that it could not fold. Later events of the stream wait. */
export interface ParkedStream extends ParkedKey {
  /** The version of that event. */
  readonly version: number;
  /** The type of that event, as it is stored. */
  readonly type: string;
  /** The error message of the fold, at most 1,000 characters. */
  readonly reason: string;
  /** How often the fold of the event was tried. */
  readonly attempts: number;
  readonly parkedAt: Date;
  /** How many events of the stream come after that one. */
  readonly waitingEvents: number;
}

/** The stream is not parked for this projection: it never was, or it has been repaired. */
export class NotParkedError extends Error {
  readonly code = 'not-parked';
  constructor({ projection, stream }: ParkedKey) {
    super(`${stream} is not parked for ${projection}`);
  }
}

type ParkedRow = Omit<ParkedStream, 'parkedAt' | 'waitingEvents'> & {
  readonly parked_at: Date;
  readonly waiting: number;
};

/**
 * Every stream that one of these projections has parked, the longest parked first. Reads only.
 * @throws when the database does not answer
 */
export function listParked(
  pool: Pick<Pool, 'query'>,
  storeId: number,
  projections: readonly string[],
): Promise<ParkedStream[]> {
  return parkedStreams(pool, [storeId, projections, null]);
}

/** One parked stream; undefined: it is not parked. Reads only. @throws when the database does not answer */
export async function findParked(
  pool: Pick<Pool, 'query'>,
  storeId: number,
  { projection, stream }: ParkedKey,
): Promise<ParkedStream | undefined> {
  const [found] = await parkedStreams(pool, [storeId, [projection], stream]);
  return found;
}

/**
 * The number of parked streams of each of these projections, also if there are none. Reads only.
 * @throws when the database does not answer
 */
export async function countParked(
  pool: Pick<Pool, 'query'>,
  storeId: number,
  projections: readonly string[],
): Promise<{ projection: string; streams: number }[]> {
  const statement = { name: 'count parked', text: countParkedSql, values: [storeId, projections] };
  const { rows } = await pool.query<{ projection: string; streams: number }>(statement);
  const known = new Map(rows.map(({ projection, streams }) => [projection, streams]));
  return projections.map((projection) => ({ projection, streams: known.get(projection) ?? 0 }));
}

/**
 * What the health check says about parked streams; undefined: there are none.
 * @throws when the database does not answer
 */
export async function parkedNotice(
  pool: Pick<Pool, 'query'>,
  storeId: number,
  projections: readonly string[],
): Promise<string | undefined> {
  const some = (await countParked(pool, storeId, projections)).filter(({ streams }) => streams > 0);
  if (some.length === 0) return undefined;
  const counts = some.map(({ projection, streams }) => `${projection} ${streams}`);
  return `parked streams: ${counts.join(', ')}; "firstwrite parked list" names them`;
}

async function parkedStreams(pool: Pick<Pool, 'query'>, values: readonly unknown[]): Promise<ParkedStream[]> {
  const { rows } = await pool.query<ParkedRow>(listParkedSql, [...values]);
  return rows.map(({ parked_at, waiting, ...parked }) => ({ ...parked, parkedAt: parked_at, waitingEvents: waiting }));
}
