import { PostgresEventStore } from '@firstwrite/event-store';
import { loggerOf, readSettings } from '@firstwrite/platform';
import { CheckpointBoard, feedOf } from '@firstwrite/feed';
import type { Shop } from '../shop';
import { Projector } from '@firstwrite/views';
import { parentPort, workerData } from 'node:worker_threads';
import { openViews } from '../projector/start-projector';
import type { FromThread, ThreadData, ToThread } from './projector-messages';

/** The parts of a shop that the thread needs: not its commands and controllers, which would load the HTTP server. */
type ProjectedShop = Pick<Shop, 'model' | 'projections'>;

/** Runs the projections on a thread of their own: they take as long as the commands do, and must not delay them. */
async function project(shop: ProjectedShop, port: NonNullable<typeof parentPort>, { url }: ThreadData): Promise<void> {
  const tell = (message: FromThread) => port.postMessage(message);
  const store = await PostgresEventStore.connect({ url, connectionsMax: 2 });
  const pool = openViews({ shop, url });
  const projector = new Projector({
    ...{ pool, feed: feedOf(store, shop.model), projections: shop.projections, storeId: store.identity.storeId },
    log: loggerOf('standalone', readSettings(process.env)),
    board: new CheckpointBoard((projection, position) => tell({ projection, position })),
  });
  port.on('message', (message: ToThread) => {
    if (message === 'stop') void stop();
    else projector.wake();
  });
  projector.start();
  tell('ready');

  async function stop(): Promise<void> {
    await projector.stop();
    await pool.end();
    await store.close();
    // Nothing keeps the thread running any more, and it ends.
    port.close();
  }
}

/** Runs as the thread that {@link startProjectorThread} starts. */
export function runProjectorThread(shop: ProjectedShop): void {
  if (parentPort) void project(shop, parentPort, workerData as ThreadData);
}
