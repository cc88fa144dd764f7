import { Client } from 'pg';

/**
 * The sections of the dump, in this order. Each row of a query is one line or block of text, in a stable order. Names
 * are those of schema `public`.
 */
const sections: readonly { readonly title: string; readonly sql: string }[] = [
  {
    title: 'sequences',
    sql: `
select format('sequence %I as %s', sequence.relname, format_type(pg_sequence.seqtypid, null)) as text
from pg_class sequence join pg_sequence on seqrelid = sequence.oid
where sequence.relnamespace = 'public'::regnamespace
order by sequence.relname collate "C"`,
  },
  {
    title: 'tables',
    sql: `
select format(E'table %I%s\\n%s', relname, ' with (' || array_to_string(reloptions, ', ') || ')', string_agg(
  format('  %I %s', attname, format_type(atttypid, atttypmod))
    || coalesce(' collate ' || (select quote_ident(collname) from pg_collation c
         where c.oid = attcollation and collname <> 'default'), '')
    || case when attnotnull then ' not null' else '' end
    || coalesce(' default ' || pg_get_expr(adbin, adrelid), ''),
  E'\\n' order by attnum)) as text
from pg_class join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
left join pg_attrdef on adrelid = attrelid and adnum = attnum
where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
group by pg_class.oid, relname, reloptions
order by relname collate "C"`,
  },
  {
    // Not-null constraints (type n, since PostgreSQL 18) are dumped with their columns.
    title: 'constraints',
    sql: `
select format('constraint %I on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid)) as text
from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0 and contype <> 'n'
order by conrelid::regclass::text collate "C", conname collate "C"`,
  },
  {
    title: 'indexes',
    sql: `
select pg_get_indexdef(indexrelid) as text from pg_index join pg_class on pg_class.oid = indexrelid
where relnamespace = 'public'::regnamespace
order by indrelid::regclass::text collate "C", relname collate "C"`,
  },
  {
    title: 'functions',
    sql: `
select rtrim(pg_get_functiondef(oid), E'\\n') as text from pg_proc
where pronamespace = 'public'::regnamespace and prokind = 'f'
order by proname collate "C", oid::regprocedure::text collate "C"`,
  },
  {
    title: 'triggers',
    sql: `
select pg_get_triggerdef(pg_trigger.oid) as text from pg_trigger join pg_class on pg_class.oid = tgrelid
where not tgisinternal and relnamespace = 'public'::regnamespace
order by tgrelid::regclass::text collate "C", tgname collate "C"`,
  },
  {
    // The owner's own rights are left out: newer versions of PostgreSQL have more of them.
    title: 'grants',
    sql: `
select format('grant %s on %s to %s', string_agg(lower(what), ', ' order by what), object, grantee) as text
from (
  select privilege_type as what,
    format('%s %I', case relkind when 'S' then 'sequence' else 'table' end, relname) as object,
    case acl.grantee when 0 then 'public' else acl.grantee::regrole::text end as grantee
  from pg_class, aclexplode(relacl) acl
  where relnamespace = 'public'::regnamespace and acl.grantee <> relowner
  union all
  select format('%s (%s)', privilege_type, string_agg(quote_ident(attname), ', ' order by attnum)),
    format('table %I', relname),
    case acl.grantee when 0 then 'public' else acl.grantee::regrole::text end
  from pg_class join pg_attribute on attrelid = pg_class.oid, aclexplode(attacl) acl
  where relnamespace = 'public'::regnamespace and acl.grantee <> relowner
  group by privilege_type, relname, acl.grantee
  union all
  select privilege_type, format('function %s', pg_proc.oid::regprocedure),
    case acl.grantee when 0 then 'public' else acl.grantee::regrole::text end
  from pg_proc, aclexplode(proacl) acl
  where pronamespace = 'public'::regnamespace and acl.grantee <> proowner
) granted
group by object, grantee
order by object collate "C", grantee collate "C"`,
  },
];

/** `current_era()` adds the base of the incarnation, which belongs to the database and not to the schema. */
const ERA_BASE = /(\(current_timeline\(\) \+ )\d+(\))/;

/**
 * Dumps the schema of a database as sorted text, the same on every supported version of PostgreSQL. A review of a
 * migration and the test of the schema compare it. It is not a script that can be run.
 */
export async function dumpSchema(url: string): Promise<string> {
  const client = new Client({ connectionString: url, application_name: 'firstwrite schema dump' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const blocks: string[] = [];
    for (const { title, sql } of sections) {
      const { rows } = await client.query<{ text: string }>(sql);
      if (rows.length > 0) blocks.push([`-- ${title}`, ...rows.map(({ text }) => text)].join('\n\n'));
    }
    return `${blocks.join('\n\n')}\n`.replace(ERA_BASE, '$1<base>$2');
  } finally {
    await client.end();
  }
}
