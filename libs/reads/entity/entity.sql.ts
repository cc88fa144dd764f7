import type { View } from '@firstwrite/views';
import { lastVersionSql } from '@firstwrite/event-store';
import { freshnessSql, reachedSql } from '../consistency/freshness.sql';

/**
 * The row of one stream, and with `$3` the version that it must have: the stream's greatest at or below the
 * checkpoint. `$4` the stream, `$5` its hash, which names its partition, `$6 …` the row's key.
 */
export function entitySql<Row>({ table, columns, streamKeyLength }: View<Row>): string {
  const key = columns.slice(0, streamKeyLength).map(({ name }, at) => `v.${name} = $${6 + at}`);
  return `${freshnessSql('c.partition = $5::integer % c.partitions')}
select freshness.*, case when $3::boolean then (${lastVersionSql('$4::text', reachedSql)}) end as stream_version, v.*
from freshness left join ${table} v on ${key.join(' and ')}`;
}
