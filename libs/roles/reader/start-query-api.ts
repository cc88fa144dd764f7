import { requireSchema } from '@firstwrite/migrations';
import { serveHttp, type RunningRole, type Surroundings } from '@firstwrite/platform';
import { topicOf } from '@firstwrite/published-log';
import { openStore } from '../database/open-store';
import { problemCatalogue } from '../problems';
import { startOwnViews } from '../own-views/start-own-views';
import type { Shop } from '../shop';
import { QueryApiModule } from './query-api.module';
import { startReader } from './start-reader';

/** The role query-api: answers a shop's reads, over HTTP. */
export async function startQueryApi(shop: Shop, surroundings: Surroundings): Promise<RunningRole> {
  const problems = problemCatalogue(shop);
  const { url, store } = await openStore(surroundings, requireSchema, problems);
  const keepsOwn = surroundings.settings.FIRSTWRITE_VIEWS === 'own';
  const own = keepsOwn && (await startOwnViews({ shop, url, store }, surroundings));
  const place = own ? { board: own.projector.board, sessionOptions: own.sessionOptions } : {};
  const { reader, tokens } = await startReader({ shop, url, store, ...place }, surroundings);
  const { region, storeId } = store.identity;
  const address = await serveHttp(surroundings, {
    apis: [QueryApiModule.register({ shop, reader, tokens })],
    health: [{ name: 'database', check: () => store.ping() }, ...(own ? own.health : [])],
    problems,
    document: shop.apiDocument,
    eventsDocument: shop.eventsDocument({ topic: topicOf(storeId), region }),
  });
  return { address };
}
