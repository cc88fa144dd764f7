import { eventStoreContract } from '../event-store.contract';
import { InMemoryEventStore } from './in-memory-event-store';

eventStoreContract('InMemoryEventStore', async () => {
  const store = new InMemoryEventStore();
  return { store, grantLease: async (lease) => store.grantLease(lease), close: async () => undefined };
});
