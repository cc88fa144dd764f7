import { PostgresEventStore, StoreUnavailableError } from '@firstwrite/event-store';
import { createTestDatabase, type TestDatabase } from '@firstwrite/testing';
import { randomBytes } from 'node:crypto';
import { DatabaseNotReadyError } from './database-errors';
import { migrateDatabase } from './migrate';

const MIGRATIONS = 6;

const optionsOf = (url: string) => ({ ownerUrl: url, applicationUrl: url, region: 'local' });

describe('a migrated database', () => {
  let database: TestDatabase;
  beforeAll(async () => void (database = await createTestDatabase()));
  afterAll(() => database.drop());

  test('migrating again runs nothing and keeps the incarnation', async () => {
    const before = await database.query('select * from store');
    expect(await migrateDatabase(optionsOf(database.url))).toEqual([]);
    expect(await database.query('select * from store')).toEqual(before);
  });

  test('a region other than that of the store stops the start', async () => {
    const options = { ...optionsOf(database.url), region: 'mars' };
    await expect(migrateDatabase(options)).rejects.toThrow('created in region "local"');
  });
});

test('of processes that migrate an empty database at once, one does the work', async () => {
  const database = await createTestDatabase({ migrated: false });
  const ran = await Promise.all(Array.from({ length: 4 }, () => migrateDatabase(optionsOf(database.url))));
  expect(ran.map(({ length }) => length).toSorted()).toEqual([0, 0, 0, MIGRATIONS]);
  expect(await database.query('select era from store')).toHaveLength(1);
  await database.drop();
});

test('a server that does not answer is reported in one line without the password', async () => {
  const url = 'postgres://someone:secret@127.0.0.1:1/shop';
  await expect(migrateDatabase(optionsOf(url))).rejects.toThrow(
    /^cannot connect to postgres:\/\/someone:\*\*\*@127\.0\.0\.1:1\/shop: .*ECONNREFUSED/,
  );
});

describe('users with few rights', () => {
  const suffix = randomBytes(4).toString('hex');
  const [owner, application, stranger] = [`owner_${suffix}`, `application_${suffix}`, `stranger_${suffix}`] as const;
  let database: TestDatabase;
  const urlOf = (user: string) => Object.assign(new URL(database.url), { username: user, password: 'test' }).href;

  beforeAll(async () => {
    // An earlier migration on this server has created the application's role.
    await createTestDatabase().then((other) => other.drop());
    database = await createTestDatabase({ migrated: false });
    for (const user of [owner, application, stranger]) {
      await database.query(`create role ${user} login password 'test'`);
    }
    const [row] = await database.query<{ name: string }>('select current_database() as name');
    await database.query(`alter database ${row?.name} owner to ${owner}`);
    await database.query(`alter schema public owner to ${owner}`);
  });
  afterAll(async () => {
    const server = await createTestDatabase({ migrated: false });
    await database.drop();
    for (const user of [owner, application, stranger]) await server.query(`drop role ${user}`);
    await server.drop();
  });

  const oneLine = async (migrating: Promise<unknown>): Promise<string> => {
    const error: unknown = await migrating.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DatabaseNotReadyError);
    const { message } = error as Error;
    expect(message).not.toContain('\n');
    expect(message).not.toContain(':test@');
    return message;
  };

  test('a user without the right to grant the role gets the statement for an administrator', async () => {
    const message = await oneLine(migrateDatabase(optionsOf(urlOf(owner))));
    expect(message).toContain(`grant firstwrite_app to "${owner}"`);
    expect(message).toContain('DATABASE_MIGRATION_URL');
  });

  test('a user without the right to create tables gets an error in one line', async () => {
    await database.query(`grant firstwrite_app to ${stranger}`);
    expect(await oneLine(migrateDatabase(optionsOf(urlOf(stranger))))).toContain('permission denied');
  });

  test('an owner migrates, and a user that owns nothing runs the service', async () => {
    for (const user of [owner, application]) await database.query(`grant firstwrite_app to ${user}`);
    const options = { ownerUrl: urlOf(owner), applicationUrl: urlOf(application), region: 'local' };
    expect(await migrateDatabase(options)).toHaveLength(MIGRATIONS);
    expect(await migrateDatabase(options)).toEqual([]);

    const store = await PostgresEventStore.connect({ url: urlOf(application) });
    const event = { stream: 'a', version: 1, type: 'Counted', data: {}, metadata: {} };
    await store.append({ events: [event], confirm: [], guards: [], rows: [] });
    expect(await store.readStream('a', { after: 0, limit: 9 })).toHaveLength(1);
    await store.close();
    await oneLine(migrateDatabase(optionsOf(urlOf(application))));
  });

  test('a user that is not a member of the role cannot connect as the service', async () => {
    await database.query(`revoke firstwrite_app from ${stranger}`);
    await expect(PostgresEventStore.connect({ url: urlOf(stranger) })).rejects.toBeInstanceOf(StoreUnavailableError);
  });
});
