import type { View } from '@firstwrite/views';
import { freshnessSql } from '../consistency/freshness.sql';

/**
 * The row of one stream, and with `$3` the version that it must have: the stream's greatest at or below the checkpoint. `$4` the
 * stream, `$5` its hash, which names its partition, `$6 …` the row's key.
 */
export function entitySql<Row>({ table, columns, streamKey }: View<Row>): string {
  const key = columns.slice(0, streamKey).map(({ name }, at) => `v.${name} = $${6 + at}`);
  return `${freshnessSql('c.partition = $5::integer % c.partitions')}
select freshness.*, case when $3::boolean then (
    select e.version from event e
    where e.stream = $4::text and (e.era, e.transaction_id, e.number)
      <= ((select era from reached), (select transaction_id from reached), (select number from reached))
    order by e.version desc limit 1) end as stream_version, v.*
from freshness left join ${table} v on ${key.join(' and ')}`;
}
