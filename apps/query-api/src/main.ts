import 'reflect-metadata';
import { apiDocument, eventsDocument } from '@firstwrite/contracts';
import { requireSchema } from '@firstwrite/migrations';
import { openStore, runRole, serveHttp } from '@firstwrite/platform';
import { topicOf } from '@firstwrite/relay';
import { QueryApiModule } from './query-api.module';
import { startReader } from './start-reader';

runRole('query-api', async (surroundings) => {
  const { url, store } = await openStore(surroundings, requireSchema);
  const { reader, tokens } = await startReader({ url, store }, surroundings);
  const address = await serveHttp(surroundings, {
    apis: [QueryApiModule.register({ reader, tokens })],
    health: [{ name: 'database', check: () => store.ping() }],
    document: apiDocument,
    eventsDocument: eventsDocument({ topic: topicOf(store.identity.storeId), region: store.identity.region }),
  });
  return { address };
});
