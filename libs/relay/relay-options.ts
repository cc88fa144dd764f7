import type { EventStore, Position } from '@firstwrite/event-store';
import type { Leases } from '@firstwrite/postgres';
import type { MessageLog } from '@firstwrite/messaging';
import type { BackOff } from '@firstwrite/resilience';
import type { RelayCheckpoints } from './checkpoint/relay-checkpoints';
import type { RelayLogger } from './logger';

/** The points of a round at which a process can die with a different outcome. */
export type RelayStep = 'before-publish' | 'published' | 'checkpointed';

/** Periods of the relay in milliseconds, and the size of its rounds. */
export interface RelayTuning {
  /** A relay that dies is followed by another within this and `standbyPollMs`; 3,000. */
  readonly leaseTtlMs: number;
  /** 1,000: three chances within the lease's time. */
  readonly renewEveryMs: number;
  /** How often a standby asks for the lease; 500. */
  readonly standbyPollMs: number;
  /** Pause between two looks at the feed while events come; 4: below it a round costs more than it carries. */
  readonly activePollMs: number;
  /** The same when none came for a while; 20. */
  readonly idlePollMs: number;
  /** The longest that a partition hears nothing while all is well; 45, and the way to the log. */
  readonly watermarkEveryMs: number;
  /** How often the number of partitions is asked for; 3,000. */
  readonly partitionsEveryMs: number;
  /** The most events of a round; 2,000. */
  readonly pageEventsMax: number;
}

export const defaultTuning: RelayTuning = {
  leaseTtlMs: 3_000,
  renewEveryMs: 1_000,
  standbyPollMs: 500,
  activePollMs: 4,
  idlePollMs: 20,
  watermarkEveryMs: 45,
  partitionsEveryMs: 3_000,
  pageEventsMax: 2_000,
};

/** Of every try that failed: to acquire or renew the lease, to read the store, to publish a page. */
export const BACK_OFF: BackOff = { firstMs: 50, maxMs: 1_600 };

/** What a relay is made of. */
export interface RelayOptions {
  /** The store whose events are published; its identity names topic, lease and source. */
  readonly store: Pick<EventStore, 'identity' | 'isIncarnation' | 'readFeed' | 'horizon'>;
  readonly leases: Leases;
  readonly checkpoints: RelayCheckpoints;
  readonly log: MessageLog;
  /** What the lease's owner is called. */
  readonly instance: string;
  readonly logger: RelayLogger;
  readonly tuning?: Partial<RelayTuning>;
  /** Waited for at each step of a round: where a test lets the process die, or stand still. */
  readonly onStep?: (step: RelayStep) => Promise<void> | void;
}

/** See {@link Relay}. */
export type RelayMode = 'stopped' | 'standby' | 'leading';

/** What a relay is doing, for metrics. Figures of the lease's term are undefined on a standby. */
export interface RelayFacts {
  readonly state: RelayMode;
  readonly epoch: number | undefined;
  readonly position: Position | undefined;
  /** Milliseconds on the primary's clock since the time as of which the log is complete. */
  readonly lagMs: number | undefined;
  /** Since the process started, as are the following. */
  readonly eventsPublished: number;
  readonly roundsPublished: number;
  readonly failures: number;
}
