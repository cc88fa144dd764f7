import type { Database } from '../system/database';

/** Records in the database which connections move checkpoints of views, and under which epoch. */
export async function watchCheckpointWriters(database: Database): Promise<void> {
  await database.query(
    `create table checkpoint_writer (part text, epoch bigint, writer text, primary key (part, epoch, writer))`,
  );
  await database.query(
    `create function see_checkpoint_writer() returns trigger language plpgsql security definer as $$
     begin
       insert into checkpoint_writer
       values (new.projection || '/' || new.partition, new.epoch, current_setting('application_name'))
       on conflict do nothing;
       return null;
     end $$`,
  );
  await database.query(
    `create trigger see_checkpoint_writer after update of number on projection_checkpoint
     for each row execute function see_checkpoint_writer()`,
  );
}

/** The database's address with an application name, so that the database can tell the writers apart. */
export function addressFor(writer: string, url: string): string {
  const named = new URL(url);
  named.searchParams.set('application_name', writer);
  return named.href;
}

/** The epochs with several writers. An epoch has one owner, so another process wrote, too. */
export function epochsWithTwoWriters(database: Database): Promise<object[]> {
  return database.query(
    `select part, epoch, array_agg(writer) as writers from checkpoint_writer group by part, epoch having count(*) > 1`,
  );
}

/** The names of all writers. */
export async function checkpointWriters(database: Database): Promise<string[]> {
  const rows = await database.query<{ writer: string }>(
    'select distinct writer from checkpoint_writer order by writer',
  );
  return rows.map(({ writer }) => writer);
}
