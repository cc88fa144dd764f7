import type { EventStore, Position } from '@firstwrite/event-store';
import type { Leases } from '@firstwrite/postgres';
import type { MessageLog } from '@firstwrite/messaging';
import type { BackOff } from '@firstwrite/resilience';
import type { RelayCheckpoints } from './checkpoint/relay-checkpoints';
import type { RelayLogger } from './logger';

/** The points of a round at which a crash leaves different states behind. */
export type RelayStep = 'before-publish' | 'published' | 'checkpointed';

/** Periods of the relay in milliseconds, and the size of its rounds. */
export interface RelayTuning {
  /** After a crash another relay leads within this time plus `standbyPollMs`; 3,000. */
  readonly leaseTtlMs: number;
  /** 1,000: three tries within the lease's time. */
  readonly renewEveryMs: number;
  /** How often a standby asks for the lease; 500. */
  readonly standbyPollMs: number;
  /**
   * Pause between two reads of the feed while events come; 4: with a shorter pause a round costs more than it gains.
   */
  readonly activePollMs: number;
  /** The same pause when no event came for a while; 20. */
  readonly idlePollMs: number;
  /** The longest time between two watermarks of a partition, while nothing fails; 45, plus the time to publish. */
  readonly watermarkEveryMs: number;
  /** How often the number of partitions is asked for; 3,000. */
  readonly partitionsEveryMs: number;
  /** The most events of a round; 2,000. */
  readonly pageEventsMax: number;
}

export const DEFAULT_TUNING: RelayTuning = {
  leaseTtlMs: 3_000,
  renewEveryMs: 1_000,
  standbyPollMs: 500,
  activePollMs: 4,
  idlePollMs: 20,
  watermarkEveryMs: 45,
  partitionsEveryMs: 3_000,
  pageEventsMax: 2_000,
};

/** The back-off after every failed try: to acquire or renew the lease, to read the store, to publish a page. */
export const BACK_OFF: BackOff = { firstMs: 50, maxMs: 1_600 };

/** The parts that a relay works with. */
export interface RelayOptions {
  /** The store of the published events; its identity names topic, lease and source. */
  readonly store: Pick<EventStore, 'identity' | 'isIncarnation' | 'readFeed' | 'horizon'>;
  readonly leases: Leases;
  readonly checkpoints: RelayCheckpoints;
  readonly log: MessageLog;
  /** The name of the lease's owner. */
  readonly instance: string;
  readonly logger: RelayLogger;
  readonly tuning?: Partial<RelayTuning>;
  /** Awaited at each step of a round: a test lets the process crash or stand still there. */
  readonly onStep?: (step: RelayStep) => Promise<void> | void;
}

/** See {@link Relay}. */
export type RelayMode = 'stopped' | 'standby' | 'leading';

/** The state of a relay, for metrics. Figures of the lease's term are undefined on a standby. */
export interface RelayFacts {
  readonly state: RelayMode;
  readonly epoch: number | undefined;
  readonly position: Position | undefined;
  /** Milliseconds on the primary's clock since the time up to which the log is complete. */
  readonly lagMs: number | undefined;
  /** Since the process started, as are the following. */
  readonly eventsPublished: number;
  readonly roundsPublished: number;
  readonly failures: number;
}
