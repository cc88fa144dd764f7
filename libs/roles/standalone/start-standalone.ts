import { problemCatalogue } from '../problems';
import type { Shop } from '../shop';
import { PostgresEventStore } from '@firstwrite/event-store';
import { serveHttp, type RunningRole, type Surroundings } from '@firstwrite/platform';
import { topicOf } from '@firstwrite/published-log';
import { CommandApiModule } from '../write-side/command-api.module';
import { startWriteSide } from '../write-side/start-write-side';
import { QueryApiModule } from '../reader/query-api.module';
import { startReader } from '../reader/start-reader';
import { banner } from './banner';
import { openDatabase } from '../database/open-database';
import { requireInception } from './require-inception';
import { startProjectorThread } from '../projector-thread/start-projector-thread';

/**
 * Starts every role in one process, in the order in which they need each other; they stop in the reverse order. The
 * projections run on a thread of their own.
 */
export async function startStandalone(shop: Shop, surroundings: Surroundings): Promise<RunningRole> {
  const { settings, shutdown } = surroundings;
  requireInception(settings);
  const { url, description, failed } = await openDatabase(surroundings);
  const store = await PostgresEventStore.connect({ url });
  shutdown.started('event store', () => store.close());
  // A second set of connections, so that reads and the lane never wait for each other's connections.
  const feed = await PostgresEventStore.connect({ url });
  shutdown.started('feed', () => feed.close());
  const { region, storeId } = store.identity;
  const projector = await startProjectorThread({ shop, url, storeId }, surroundings);
  const { reader, tokens } = await startReader({ shop, url, store: feed, board: projector.board }, surroundings);
  const lane = startWriteSide({ shop, store, onCommit: () => projector.wake() }, surroundings);

  const address = await serveHttp(surroundings, {
    apis: [
      CommandApiModule.register({ shop, lane, tokens, region, keyWaitMsMax: settings.IDEMPOTENCY_WAIT_MS_MAX }),
      QueryApiModule.register({ shop, reader, tokens }),
    ],
    health: [{ name: 'database', check: () => store.ping() }, ...projector.health],
    problems: problemCatalogue(shop),
    document: shop.apiDocument,
    eventsDocument: shop.eventsDocument({ topic: topicOf(storeId), region }),
  });
  return {
    address,
    announcement: banner({ address, database: description, examples: shop.exampleRequests(address) }),
    failed: Promise.race([failed, projector.failed]),
  };
}
