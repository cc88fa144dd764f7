import type { Projection } from '../projections/projection';
import type { View, ViewIndex } from '../views/view';
import { namesOf, primaryKey, streamColumns, unnestOf } from '../views/sql/view-columns';
import { raisedGeneration } from '../views/sql/rewrite-rows.sql';

/**
 * Gives up one stream's rows with versions that the stream never had: after `$3`, up to `$4`; `$5 …` the stream's key. The row of a
 * view that keeps the latest stays where readers find it, and is written anew next.
 */
export function giveUpRowsSql({ view, keeps }: Projection): string {
  const key = streamColumns(view).map(({ name }, at) => `v.${name} = $${5 + at}`);
  const where = `where v.version > $3 and v.version <= $4 and ${key.join(' and ')} and exists (select from checkpoint)`;
  const change =
    keeps === 'history' ? `delete from ${view.table} v ${where}` : `update ${view.table} v set version = 0 ${where}`;
  return `with ${raisedGeneration}, given_up as (${change} returning 1) select 1 from given_up`;
}

/** The primary keys of rows whose stream has no events, at most `$1`. Read only: it may take long and holds nobody back. */
export function orphanRowsSql<Row>(view: View<Row>): string {
  return `select ${namesOf(primaryKey(view), 'v.')} from ${view.table} v where ${withoutEvents(view)} limit $1`;
}

/** Deletes these rows if they still have no events: `$3 …` their primary keys. */
export function deleteOrphansSql<Row>(view: View<Row>): string {
  const key = primaryKey(view);
  const same = key.map(({ name }) => `v.${name} = orphan.${name}`);
  return `
with ${raisedGeneration}, deleted as (
  delete from ${view.table} v using checkpoint, ${unnestOf(key, 3)} as orphan (${namesOf(key)})
  where ${same.join(' and ')} and ${withoutEvents(view)} returning 1
) select count(*)::integer as rows from deleted`;
}

function withoutEvents<Row>({ streamSql }: View<Row>): string {
  return `not exists (select from event e where e.stream = ${streamSql})`;
}

/** Rows of an index that no row of its view asks for, at most `$1`. */
export function orphanIndexRowsSql<Row>({ table, columns, orphaned }: ViewIndex<Row>): string {
  return `select ${namesOf(columns, 'i.')} from ${table} i where ${orphaned} limit $1`;
}

/** Deletes these rows of an index if they are still asked for by none: `$1 …` the rows. */
export function deleteIndexOrphansSql<Row>({ table, columns, orphaned }: ViewIndex<Row>): string {
  const same = columns.map(({ name }) => `i.${name} = orphan.${name}`);
  return `
with deleted as (
  delete from ${table} i using ${unnestOf(columns, 1)} as orphan (${namesOf(columns)})
  where ${same.join(' and ')} and ${orphaned} returning 1
) select count(*)::integer as rows from deleted`;
}
