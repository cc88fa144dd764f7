import { Lane } from '@firstwrite/command-bus';
import type { EventStore } from '@firstwrite/event-store';
import { LaneMetrics } from './lane-metrics';
import type { Surroundings } from '@firstwrite/platform';
import type { Shop } from '../shop';

const MS_PER_HOUR = 3_600_000;

export interface WriteSideOptions {
  readonly shop: Pick<Shop, 'model'>;
  readonly store: EventStore;
  /** Called after each commit that wrote events; not awaited. */
  readonly onCommit?: () => void;
}

/** Starts the lane of a store, and the hourly removal of expired idempotency keys. */
export function startWriteSide(
  { shop: { model }, store, onCommit = () => undefined }: WriteSideOptions,
  { settings, logger, metrics, shutdown }: Surroundings,
): Lane {
  const observer = new LaneMetrics(metrics, logger);
  const { IDEMPOTENCY_RETENTION_HOURS: hours, LANE_QUEUE_MAX: queueMax } = settings;
  const idempotencyRetentionMs = hours === 0 ? null : hours * MS_PER_HOUR;
  const lane = new Lane({ store, model, observer, onCommit, queueMax, idempotencyRetentionMs });
  observer.watch(lane);
  shutdown.started('lane', () => lane.stop());

  const removal = setInterval(() => {
    store.deleteExpiredKeys().catch((error: unknown) => logger.warn({ err: error }, 'expired keys were not removed'));
  }, MS_PER_HOUR);
  removal.unref();
  shutdown.started('removal of expired keys', () => Promise.resolve(clearInterval(removal)));
  return lane;
}
