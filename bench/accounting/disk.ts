import type { Client } from 'pg';

const bytesSql = `select pg_total_relation_size('event') / greatest(count(*), 1)::double precision as bytes from event`;

/** What a stored event takes on the disk, with the table's indexes and what the server keeps beside them. */
export async function bytesAnEvent(database: Client): Promise<number> {
  const { rows } = await database.query<{ bytes: number }>(bytesSql);
  return rows[0]?.bytes ?? Number.NaN;
}
