import type { TestDatabase } from '@firstwrite/testing';

export interface PlantedEvent {
  readonly stream: string;
  readonly type: string;
  readonly data: object;
  /**
   * Puts the event into the transaction of another one: the first of that type in that stream. Default: a transaction
   * of its own.
   */
  readonly with?: { readonly stream: string; readonly type: string };
}

const plantSql = `
insert into event (stream, version, type, data, metadata, era, transaction_id)
select $1, coalesce((select max(version) from event where stream = $1), 0) + 1, $2, $3, '{"commandId": "planted"}',
  coalesce(beside.era, current_era()), coalesce(beside.transaction_id, pg_current_xact_id())
from (select 1) as once
left join (
  select era, transaction_id from event where stream = $4 and type = $5 order by version limit 1) beside on true`;

/** Adds an event that no command decided, which only the database's owner can do. */
export async function plantEvent(database: TestDatabase, event: PlantedEvent): Promise<void> {
  const { stream, type, data, with: beside } = event;
  await database.query(plantSql, [stream, type, JSON.stringify(data), beside?.stream ?? null, beside?.type ?? null]);
}
