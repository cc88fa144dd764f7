import 'reflect-metadata';
import { apiDocument, eventsDocument } from '@firstwrite/shop';
import { requireSchema } from '@firstwrite/migrations';
import { openStore, QueryApiModule, startOwnViews, startReader } from '@firstwrite/roles';
import { runRole, serveHttp } from '@firstwrite/platform';
import { topicOf } from '@firstwrite/published-log';
import { parseArgs } from 'node:util';

// `--views own` says the same as the setting.
const { views } = parseArgs({ options: { views: { type: 'string' } } }).values;
if (views !== undefined) process.env['FIRSTWRITE_VIEWS'] = views;

runRole('query-api', async (surroundings) => {
  const { url, store } = await openStore(surroundings, requireSchema);
  const own = surroundings.settings.FIRSTWRITE_VIEWS === 'own' && (await startOwnViews({ url, store }, surroundings));
  const place = own ? { board: own.projector.board, sessionOptions: own.sessionOptions } : {};
  const { reader, tokens } = await startReader({ url, store, ...place }, surroundings);
  const address = await serveHttp(surroundings, {
    apis: [QueryApiModule.register({ reader, tokens })],
    health: [{ name: 'database', check: () => store.ping() }, ...(own ? own.health : [])],
    document: apiDocument,
    eventsDocument: eventsDocument({ topic: topicOf(store.identity.storeId), region: store.identity.region }),
  });
  return { address };
});
