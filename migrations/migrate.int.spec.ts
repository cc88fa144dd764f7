import { createTestDatabase, type TestDatabase } from '@firstwrite/testing';
import { migrateDatabase } from './migrate';

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

test('migrating again runs nothing and keeps the incarnation', async () => {
  const before = await database.query('select * from store');
  const options = { ownerUrl: database.url, applicationUrl: database.url, region: 'local' };
  expect(await migrateDatabase(options)).toEqual([]);
  expect(await database.query('select * from store')).toEqual(before);
});

test('another region than the store was created in stops the start', async () => {
  const options = { ownerUrl: database.url, applicationUrl: database.url, region: 'mars' };
  await expect(migrateDatabase(options)).rejects.toThrow('created in region "local"');
});

test('a server that does not answer is one clear line without the password', async () => {
  const url = 'postgres://someone:secret@127.0.0.1:1/shop';
  await expect(migrateDatabase({ ownerUrl: url, applicationUrl: url, region: 'local' })).rejects.toThrow(
    /^cannot connect to postgres:\/\/someone:\*\*\*@127\.0\.0\.1:1\/shop: .*ECONNREFUSED/,
  );
});
