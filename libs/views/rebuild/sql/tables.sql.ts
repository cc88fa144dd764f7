/** The schema in which the search path finds table `$1`. */
export const schemaOfSql = `
select n.nspname as schema from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = to_regclass($1)`;

/** Which of the tables `$2` exist in schema `$1`. */
export const presentSql = `
select c.relname as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = $1 and c.relname = any ($2::text[])`;

const tableAndIndexes = `
with original as (
  select c.oid, n.nspname as schema, c.relname as name, c.reloptions, c.relacl, c.relowner
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = $1 and c.relname = any ($2::text[])
), made as (
  select o.schema, o.name as table, i.relname as name, x.indisunique as is_unique,
    substring(pg_get_indexdef(i.oid) from ' USING .*$') as definition, pg_get_constraintdef(k.oid) as condition
  from original o join pg_index x on x.indrelid = o.oid join pg_class i on i.oid = x.indexrelid
  left join pg_constraint k on k.conindid = i.oid and k.conrelid = o.oid and k.contype in ('p', 'u', 'x')
)`;

/**
 * The statements that create empty tables like `$2` of schema `$1`, with columns, storage parameters (which LIKE leaves
 * out), constraints, indexes and grants. The names of tables, indexes and constraints get the suffix `$3`.
 */
export const createLikeSql = `${tableAndIndexes}
select statement from (
  select 1 as step, format('create table %I.%I (like %I.%I including all excluding indexes)%s',
    schema, name || $3, schema, name, ' with (' || array_to_string(reloptions, ', ') || ')') as statement
  from original
  union all
  select 2, case when condition is not null
    then format('alter table %I.%I add constraint %I %s', schema, made.table || $3, name || $3, condition)
    else format('create %s %I on %I.%I%s', case when is_unique then 'unique index' else 'index' end, name || $3, schema,
      made.table || $3, definition) end
  from made
  union all
  select 3, format('grant %s on %I.%I to %s', string_agg(privilege_type, ', '), schema, name || $3,
    case grantee when 0 then 'public' else grantee::regrole::text end)
  from original, aclexplode(relacl)
  where grantee <> relowner
  group by schema, name, grantee
) made order by step`;

/**
 * The statements that rename tables and their indexes, and so their constraints, from names with the suffix `$4` to
 * names with the suffix `$5`. When this query runs, the names have the suffix `$3`. `$2` are the names without a
 * suffix, in schema `$1`.
 */
export const renameSql = `
with original as (
  select c.oid, n.nspname as schema, c.relname as name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = $1 and c.relname = any (select live || $3 from unnest($2::text[]) live)
), named as (
  select 'table' as kind, schema, name from original
  union all
  select 'index', o.schema, i.relname
  from original o join pg_index x on x.indrelid = o.oid join pg_class i on i.oid = x.indexrelid
), bare as (
  select kind, schema, left(name, length(name) - length($3)) as name from named where right(name, length($3)) = $3
)
select format('alter %s %I.%I rename to %I', kind, schema, name || $4, name || $5) as statement from bare`;

/** Columns and indexes of the tables `$2 || $3` of schema `$1`, as one text to compare; names without the suffix. */
export const shapeSql = `
select string_agg(format('%s (%s) %s', live,
  (select string_agg(format('%s %s %s', attname, format_type(atttypid, atttypmod), attnotnull), ', ' order by attnum)
    from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped),
  (select string_agg(left(i.relname, length(i.relname) - length($3)), ', ' order by i.relname)
    from pg_index x join pg_class i on i.oid = x.indexrelid where x.indrelid = c.oid)), '; ' order by live) as shape
from unnest($2::text[]) live
join pg_namespace n on n.nspname = $1
join pg_class c on c.relnamespace = n.oid and c.relname = live || $3`;
