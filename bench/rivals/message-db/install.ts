import { readFileSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { Client } from 'pg';

/**
 * The files of @eventide/message-db, in the order of its install.sh, which needs psql and creates its own database.
 * Some parts are left out: the role `message_store` with its privileges (a role belongs to the whole server, and the
 * owner needs none), the reporting views, and the extension pgcrypto (PostgreSQL now has its one function,
 * gen_random_uuid()).
 */
const FILES = [
  'schema/message-store',
  'tables/messages',
  'types/message',
  'functions/message-store-version',
  'functions/hash-64',
  'functions/acquire-lock',
  'functions/category',
  'functions/is-category',
  'functions/id',
  'functions/cardinal-id',
  'functions/stream-version',
  'functions/write-message',
  'functions/get-stream-messages',
  'functions/get-category-messages',
  'functions/get-last-stream-message',
  'indexes/messages-id',
  'indexes/messages-stream',
  'indexes/messages-category',
];

/** message-db's functions call each other without the schema's name; its own clients connect as a role of that name. */
const searchPath = `do $$ begin
  execute format('alter database %I set search_path to message_store, public', current_database());
end $$`;

/** Creates the schema in an empty database. The search path applies to the next connections. */
export async function install(connectionString: string): Promise<void> {
  const package_ = dirname(require.resolve('@eventide/message-db/package.json'));
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(searchPath);
    await client.query('set search_path to message_store, public');
    for (const file of FILES) await client.query(readFileSync(join(package_, 'database', `${file}.sql`), 'utf8'));
    // The file is beside the source of this file, not beside the compiled program.
    await client.query(readFileSync(join(__dirname, '../../../rivals/message-db/functions.sql'), 'utf8'));
  } finally {
    await client.end();
  }
}
