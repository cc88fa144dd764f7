import { APPLICATION_ROLE } from '@firstwrite/postgres';
import { createHash } from 'node:crypto';
import { escapeIdentifier, type Client, type Pool } from 'pg';
import type { Projections } from '../fold/projection';
import { tablesOf } from './view';

/** The tables that a projector writes; everything else, the events first of all, is there once. */
function tablesWrittenFor({ all }: Projections): readonly string[] {
  return [...all.flatMap(({ view }) => tablesOf(view)), 'projection_checkpoint', 'parked_stream'];
}

/** The schema of an instance's own views. Instances have no underscore in their names, so no two share one. */
export function ownViewsSchema(instance: string): string {
  return `views_${instance.replaceAll('-', '_')}`;
}

/**
 * The consumer group that an instance's own views are kept by: it has no other member. The sessions that write the
 * views are called the same on the server.
 */
export function ownViewsGroup(instance: string): string {
  return `firstwrite-views-${instance}`;
}

/** A startup option that leads a session to an instance's own views, and to the shared tables for the rest. */
export function ownViewsSessionOptions(instance: string): string {
  return `-c search_path=${ownViewsSchema(instance)},public`;
}

/**
 * Makes the tables of an instance's own views, as the schema's owner, shaped like the shared ones; safe to repeat.
 * Views that were made for other shapes are dropped: their projector makes them anew from the store's feed.
 * @returns whether they were made now, empty
 */
export async function createOwnViews(owner: Client, instance: string, projections: Projections): Promise<boolean> {
  const schema = ownViewsSchema(instance);
  const tables = tablesWrittenFor(projections);
  const shape = await shapeOfShared(owner, tables);
  const { rows } = await owner.query<{ shape: string | null }>(
    `select obj_description(oid, 'pg_namespace') as shape from pg_namespace where nspname = $1`,
    [schema],
  );
  if (rows[0]?.shape === shape) return false;
  await owner.query('begin');
  try {
    await owner.query(`drop schema if exists ${schema} cascade`);
    await owner.query(`create schema ${schema}`);
    await owner.query(`grant usage on schema ${schema} to ${APPLICATION_ROLE}`);
    for (const table of tables) await createLike(owner, schema, table);
    await owner.query(`comment on schema ${schema} is '${shape}'`);
    await owner.query('commit');
    return true;
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
}

/** Drops an instance's own views, as the schema's owner. @returns whether there were any */
export async function dropOwnViews(owner: Client, instance: string): Promise<boolean> {
  const schema = ownViewsSchema(instance);
  const { rows } = await owner.query('select 1 from pg_namespace where nspname = $1', [schema]);
  await owner.query(`drop schema if exists ${schema} cascade`);
  return rows.length > 0;
}

/** The instances that have views of their own. */
export async function listOwnViews(database: Client | Pool): Promise<string[]> {
  const { rows } = await database.query<{ schema: string }>(
    `select nspname as schema from pg_namespace where nspname like 'views\\_%' order by 1`,
  );
  return rows.map(({ schema }) => schema.slice('views_'.length).replaceAll('_', '-'));
}

/** An instance that has no views of its own. */
export class NoOwnViewsError extends Error {
  readonly code = 'no-own-views';
  constructor(instance: string) {
    super(`no instance "${instance}" has views of its own: "firstwrite projector list" names those that have`);
  }
}

/**
 * Resolves when an instance has views of its own. A session that was led to views that are not there would see the
 * shared ones.
 * @throws NoOwnViewsError
 */
export async function requireOwnViews(database: Client | Pool, instance: string): Promise<void> {
  if (!(await listOwnViews(database)).includes(instance)) throw new NoOwnViewsError(instance);
}

/** Whether somebody is connected who keeps an instance's own views. */
export async function areOwnViewsKept(database: Client | Pool, instance: string): Promise<boolean> {
  const { rows } = await database.query(
    'select 1 from pg_stat_activity where datname = current_database() and application_name = $1 limit 1',
    [ownViewsGroup(instance)],
  );
  return rows.length > 0;
}

/** `like` brings columns, defaults and indexes, but no storage parameters and no grants. */
async function createLike(owner: Client, schema: string, table: string): Promise<void> {
  const { rows } = await owner.query<{ options: string | null }>(
    `select array_to_string(reloptions, ', ') as options from pg_class where oid = $1::regclass`,
    [`public.${table}`],
  );
  const options = rows[0]?.options;
  const own = `${schema}.${escapeIdentifier(table)}`;
  await owner.query(
    `create table ${own} (like public.${escapeIdentifier(table)} including all) ${options ? `with (${options})` : ''}`,
  );
  await owner.query(`grant select, insert, update, delete on ${own} to ${APPLICATION_ROLE}`);
}

/** Changes when a column, its type or an index of a shared table does. */
async function shapeOfShared(owner: Client, tables: readonly string[]): Promise<string> {
  const { rows } = await owner.query<{ part: string }>(
    `select attrelid::regclass || ' ' || attnum || ' ' || attname || ' ' || format_type(atttypid, atttypmod) as part
     from pg_attribute where attrelid = any ($1::regclass[]) and attnum > 0 and not attisdropped
     union all
     select pg_get_indexdef(indexrelid) from pg_index where indrelid = any ($1::regclass[]) order by 1`,
    [tables.map((table) => `public.${table}`)],
  );
  return createHash('sha256')
    .update(rows.map(({ part }) => part).join('\n'))
    .digest('hex');
}
