import 'reflect-metadata';
import { requireSchema } from '@firstwrite/migrations';
import { openStore, runRole, serveHttp } from '@firstwrite/platform';
import { startProjector } from './start-projector';

/** Nobody wakes a projector that is a process of its own; an empty look at the feed costs the database a fifth of a millisecond. */
const POLL_MS = 5;

runRole('projector', async (surroundings) => {
  const { url, store } = await openStore(surroundings, requireSchema);
  startProjector({ url, store, pollMs: POLL_MS }, surroundings);
  const address = await serveHttp(surroundings, { health: [{ name: 'database', check: () => store.ping() }] });
  return { address };
});
