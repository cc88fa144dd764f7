import { startEmbeddedPostgres, type EmbeddedPostgres } from '@firstwrite/local-servers';
import { eventually } from '@firstwrite/testing';
import { appendFile, cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { makeDirectory } from '../system/data-directory';

const REPLAYED_MS_MAX = 10_000;
const FILES = ['postgres', 'postgres-password'];

/** A streaming standby of an embedded server: asynchronous, as most managed services run it. */
export class Standby {
  private constructor(
    private readonly primary: EmbeddedPostgres,
    private readonly server: EmbeddedPostgres,
  ) {}

  /** Copies the primary while it is in use, and starts a standby of it. */
  static async of(primary: EmbeddedPostgres): Promise<Standby> {
    const dataDirectory = await makeDirectory();
    const postgres = join(dataDirectory, 'postgres');
    await asSuperuser(primary, async (session) => {
      await session.query(`select pg_backup_start('standby', true)`);
      for (const name of FILES) {
        await cp(join(primary.dataDirectory, name), join(dataDirectory, name), {
          recursive: true,
          preserveTimestamps: true,
        });
      }
      const { rows } = await session.query<{ labelfile: string }>('select labelfile from pg_backup_stop()');
      await writeFile(join(postgres, 'backup_label'), rows[0]?.labelfile ?? '');
    });
    await rm(join(postgres, 'postmaster.pid'), { force: true });
    await writeFile(join(postgres, 'standby.signal'), '');
    const { port, password } = new URL(primary.url);
    const conninfo = `host=127.0.0.1 port=${port} user=postgres password=${password}`;
    await appendFile(join(postgres, 'postgresql.auto.conf'), `primary_conninfo = '${conninfo}'\n`);
    return new Standby(primary, await startEmbeddedPostgres({ dataDirectory, log: () => undefined }));
  }

  get port(): number {
    return this.server.port;
  }

  get url(): string {
    return this.server.url;
  }

  /** Waits until the standby has everything that the primary has written so far. */
  async caughtUp(): Promise<void> {
    const [now] = await asSuperuser(this.primary, (session) =>
      rowsOf<{ lsn: string }>(session, 'select pg_current_wal_flush_lsn()::text as lsn'),
    );
    const replayed = `select pg_last_wal_replay_lsn() >= '${now?.lsn ?? ''}' as replayed`;
    await eventually(
      async () =>
        expect(await asSuperuser(this.server, (session) => rowsOf(session, replayed))).toEqual([{ replayed: true }]),
      { withinMs: REPLAYED_MS_MAX },
    );
  }

  /** Stops the replication. A later promotion loses all commits of the primary from now on. */
  async cutOff(): Promise<void> {
    await asSuperuser(this.server, async (session) => {
      await session.query(`alter system set primary_conninfo = ''`);
      await session.query('select pg_reload_conf()');
      await eventually(async () => expect(await rowsOf(session, 'select from pg_stat_wal_receiver')).toEqual([]), {
        withinMs: REPLAYED_MS_MAX,
      });
    });
  }

  /** Promotes the standby to primary, on a new timeline. */
  async promote(): Promise<void> {
    await asSuperuser(this.server, (session) => session.query('select pg_promote(true)'));
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}

async function asSuperuser<Result>(
  server: EmbeddedPostgres,
  work: (session: Client) => Promise<Result>,
): Promise<Result> {
  const session = new Client({ connectionString: server.url });
  await session.connect();
  try {
    return await work(session);
  } finally {
    await session.end();
  }
}

async function rowsOf<Row extends object>(session: Client, sql: string): Promise<Row[]> {
  return (await session.query<Row>(sql)).rows;
}
