import type { Client } from 'pg';

const bytesSql = `select pg_total_relation_size('event') / greatest(count(*), 1)::double precision as bytes from event`;

/**
 * Bytes on the disk for each stored event: the table with its indexes, TOAST data and free space and visibility maps.
 */
export async function bytesAnEvent(database: Client): Promise<number> {
  const { rows } = await database.query<{ bytes: number }>(bytesSql);
  return rows[0]?.bytes ?? Number.NaN;
}
