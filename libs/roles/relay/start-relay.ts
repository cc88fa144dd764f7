import { requireSchema } from '@firstwrite/migrations';
import { BadSettingError, serveHttp, type RunningRole, type Surroundings } from '@firstwrite/platform';
import { applicationPool, PostgresLeases } from '@firstwrite/postgres';
import { PostgresRelayCheckpoints, Relay } from '@firstwrite/relay';
import { openStore } from '../database/open-store';
import { problemCatalogue } from '../problems';
import { openMessageLog } from '../projector/open-message-log';
import { watchRelay } from './relay-metrics';

/** One for the lease and one for the checkpoint. */
const CONNECTIONS = 2;
/** Below the lease's time of 3 s: a renewal that takes longer is of no use. */
const QUERY_MS_MAX = 2_500;

/** The role relay: publishes the feed, whatever its events are about. */
export async function startRelay(surroundings: Surroundings): Promise<RunningRole> {
  const { settings, logger, metrics, shutdown } = surroundings;
  const log = openMessageLog(surroundings);
  if (!log) throw new BadSettingError('KAFKA_BROKERS', '', 'it is required: the relay publishes there');
  const problems = problemCatalogue();
  const { url, store } = await openStore(surroundings, requireSchema, problems);
  const pool = applicationPool({ connectionString: url, max: CONNECTIONS, query_timeout: QUERY_MS_MAX });
  shutdown.started('relay connections', () => pool.end());
  const relay = new Relay({
    ...{ store, log, logger },
    leases: new PostgresLeases(pool),
    checkpoints: new PostgresRelayCheckpoints(pool),
    instance: settings.FIRSTWRITE_INSTANCE,
  });
  watchRelay(metrics, relay);
  relay.start();
  shutdown.started('relay', () => relay.stop());
  const address = await serveHttp(surroundings, {
    health: [
      { name: 'database', check: () => store.ping() },
      { name: 'relay', check: () => relay.check() },
    ],
    problems,
  });
  return { address, failed: relay.outdated };
}
