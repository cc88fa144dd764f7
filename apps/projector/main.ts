import 'reflect-metadata';
import { requireSchema } from '@firstwrite/migrations';
import { openMessageLog, openStore, startProjector } from '@firstwrite/roles';
import { runRole, serveHttp } from '@firstwrite/platform';

/** Nobody wakes a projector that is a process of its own; an empty look at the feed costs the database a fifth of a millisecond. */
const POLL_MS = 5;
/** Its members share the partitions of the log, and the views. */
const GROUP = 'firstwrite-projector';

runRole('projector', async (surroundings) => {
  const { url, store } = await openStore(surroundings, requireSchema);
  const log = openMessageLog(surroundings);
  const following = log && { log, group: GROUP };
  const { health } = startProjector({ url, store, pollMs: POLL_MS, ...(following && { following }) }, surroundings);
  const address = await serveHttp(surroundings, {
    health: [{ name: 'database', check: () => store.ping() }, ...health],
  });
  return { address };
});
