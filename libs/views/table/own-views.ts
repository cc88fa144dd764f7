import { APPLICATION_ROLE } from '@firstwrite/postgres';
import { createHash } from 'node:crypto';
import { escapeIdentifier, type Client, type Pool } from 'pg';
import type { Projections } from '../fold/projection';
import { tablesOf } from './view';

/** The tables that a projector writes. Every other table, above all the events, exists only once. */
function tablesWrittenFor({ all }: Projections): readonly string[] {
  return [...all.flatMap(({ view }) => tablesOf(view)), 'projection_checkpoint', 'parked_stream'];
}

/** The schema of an instance's own views. Instance names have no underscore, so no two instances share a schema. */
export function ownViewsSchema(instance: string): string {
  return `views_${instance.replaceAll('-', '_')}`;
}

/**
 * The consumer group of an instance's own views; the instance is its only member. On the server, it is also the
 * application name of the sessions that write the views.
 */
export function ownViewsGroup(instance: string): string {
  return `firstwrite-views-${instance}`;
}

/** A startup option: the session sees the instance's own views, and the shared tables for the rest. */
export function ownViewsSessionOptions(instance: string): string {
  return `-c search_path=${ownViewsSchema(instance)},public`;
}

/**
 * Creates the tables of an instance's own views, as the schema's owner, with the shape of the shared ones; safe to
 * repeat. Views of another shape are dropped: their projector fills the new ones from the store's feed.
 * @returns whether new, empty views were created
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

/** The instance has no views of its own. */
export class NoOwnViewsError extends Error {
  readonly code = 'no-own-views';
  constructor(instance: string) {
    super(`no instance "${instance}" has views of its own: "firstwrite projector list" names those that have`);
  }
}

/**
 * Resolves when an instance has views of its own. Without them, a session with the search path of own views would read
 * the shared ones.
 * @throws NoOwnViewsError
 */
export async function requireOwnViews(database: Client | Pool, instance: string): Promise<void> {
  if (!(await listOwnViews(database)).includes(instance)) throw new NoOwnViewsError(instance);
}

/** Whether a process that keeps an instance's own views is connected. */
export async function areOwnViewsKept(database: Client | Pool, instance: string): Promise<boolean> {
  const { rows } = await database.query(
    'select 1 from pg_stat_activity where datname = current_database() and application_name = $1 limit 1',
    [ownViewsGroup(instance)],
  );
  return rows.length > 0;
}

/** `like` copies columns, defaults and indexes, but neither storage parameters nor grants. */
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

/** A hash that changes when a column, its type or an index of a shared table changes. */
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
