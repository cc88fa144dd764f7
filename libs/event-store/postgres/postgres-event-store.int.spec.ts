import { createTestDatabase } from '@firstwrite/testing';
import { eventStoreContract } from '../event-store.contract';
import { PostgresEventStore } from './postgres-event-store';

const grantLeaseSql = `
insert into lease (name, owner, epoch, until) values ($1, 'a test', $2, 'infinity')
on conflict (name) do update set epoch = excluded.epoch`;

eventStoreContract('PostgresEventStore', async () => {
  const database = await createTestDatabase();
  const store = await PostgresEventStore.connect({ url: database.url });
  return {
    store,
    grantLease: async ({ lease, epoch }) => void (await database.query(grantLeaseSql, [lease, epoch])),
    close: async () => {
      await store.close();
      await database.drop();
    },
  };
});
