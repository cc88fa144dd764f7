import type { View } from '../table/view';
import { assignments, namesOf, primaryKey, unnestOf } from '../table/view-columns';

/** The arrays that say from where to where each checkpoint moves: `$2` …; `$1` is the store. */
const moves = [
  { name: 'projection', type: 'text' },
  { name: 'partition', type: 'smallint' },
  { name: 'epoch', type: 'bigint' },
  { name: 'generation', type: 'bigint' },
  { name: 'from_era', type: 'smallint' },
  { name: 'from_transaction_id', type: 'xid8' },
  { name: 'from_number', type: 'bigint' },
  { name: 'era', type: 'smallint' },
  { name: 'transaction_id', type: 'xid8' },
  { name: 'number', type: 'bigint' },
] as const;

const MOVES_FROM = 2;
const ROWS_FROM = MOVES_FROM + moves.length;
const partition = { name: 'partition', type: 'smallint' };

/** The columns of newly parked streams: where each stopped, and why. The array of their partitions comes first. */
export const parkedColumns = [
  { name: 'stream', type: 'text' },
  { name: 'version', type: 'integer' },
  { name: 'type', type: 'text' },
  { name: 'reason', type: 'text' },
] as const;

/**
 * Moves checkpoints forward and returns their partitions. A checkpoint moves only if this projector still owns the
 * partition (epoch), no other process has written the view's rows (generation), and the checkpoint is at the position
 * that the batch was folded from (compare and set). A crash of the database can take the last rows back together with
 * their checkpoint; a later batch would then leave those rows out. Guarantee used (read committed): an update that
 * waited for a row lock checks its condition again on the row that it finds.
 */
export const advanceSql = `
update projection_checkpoint c set era = m.era, transaction_id = m.transaction_id, number = m.number
from ${unnestOf(moves, MOVES_FROM)} as m (${namesOf(moves)})
where c.projection = m.projection and c.store = $1 and c.partition = m.partition
  and c.epoch = m.epoch and c.generation = m.generation
  and (c.era, c.transaction_id, c.number) = (m.from_era, m.from_transaction_id, m.from_number)
returning c.projection, c.partition`;

/**
 * Writes rows and moves checkpoints in one statement, so the transaction is open for one round trip only: an open
 * transaction holds back the feed. If the checkpoint of a partition may not move, nothing is written for that
 * partition. A row never goes back: only a greater version replaces it. The parameters of the rows are arrays: first
 * their partitions, then one a column. Those of the view's index and of the parked streams follow in the same form.
 */
export function projectRowsSql<Row>(view: View<Row>, { withParked }: { readonly withParked: boolean }): string {
  const indexFrom = ROWS_FROM + 1 + view.columns.length;
  const parkedFrom = indexFrom + (view.index ? 1 + view.index.columns.length : 0);
  return `
with checkpoint as (${advanceSql}), written as (
  insert into ${view.table} as v (${namesOf(view.columns)})
  select ${namesOf(view.columns, 'incoming.')} from ${incoming(view.columns, ROWS_FROM)}
  on conflict (${namesOf(primaryKey(view))}) do update set ${assignments(view)}
  where v.version < excluded.version
)${indexed(view, indexFrom)}${withParked ? parked(parkedFrom) : ''}
select partition from checkpoint`;
}

/** The arrays as rows, only for the partitions that have moved. */
function incoming(columns: readonly { readonly name: string; readonly type: string }[], from: number): string {
  const all = [partition, ...columns];
  return `${unnestOf(all, from)} as incoming (${namesOf(all)}) join checkpoint using (partition)`;
}

function indexed<Row>({ index }: View<Row>, from: number): string {
  if (!index) return '';
  return `, indexed as (
  insert into ${index.table} (${namesOf(index.columns)})
  select ${namesOf(index.columns, 'incoming.')} from ${incoming(index.columns, from)}
  on conflict do nothing
)`;
}

function parked(from: number): string {
  return `, parked as (
  insert into parked_stream (projection, store, ${namesOf(parkedColumns)})
  select projection, $1, ${namesOf(parkedColumns, 'incoming.')} from ${incoming(parkedColumns, from)}
  on conflict do nothing
)`;
}
