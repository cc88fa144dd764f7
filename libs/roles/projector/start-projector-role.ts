import { requireSchema } from '@firstwrite/migrations';
import { serveHttp, type RunningRole, type Surroundings } from '@firstwrite/platform';
import { openStore } from '../database/open-store';
import { problemCatalogue } from '../problems';
import type { Shop } from '../shop';
import { openMessageLog } from './open-message-log';
import { startProjector } from './start-projector';

/**
 * The lane is in another process and does not wake the projector, so it polls. An empty read of the feed costs the
 * database a fifth of a millisecond.
 */
const POLL_MS = 5;
/** Its members share the partitions of the log, and the views. */
const GROUP = 'firstwrite-projector';

/** The role projector: keeps a shop's views. */
export async function startProjectorRole(shop: Shop, surroundings: Surroundings): Promise<RunningRole> {
  const problems = problemCatalogue(shop);
  const { url, store } = await openStore(surroundings, requireSchema, problems);
  const log = openMessageLog(surroundings);
  const following = log && { log, group: GROUP };
  const parts = { shop, url, store, pollMs: POLL_MS, ...(following && { following }) };
  const { health } = startProjector(parts, surroundings);
  const address = await serveHttp(surroundings, {
    health: [{ name: 'database', check: () => store.ping() }, ...health],
    problems,
  });
  return { address };
}
