import type { LaneObserver } from '@firstwrite/command-bus';
import type { Logger } from 'pino';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** The values of the lane that are read at each scrape. */
interface LaneGauges {
  readonly waiting: number;
  readonly pressure: number;
}

/** The lane's work as metrics. */
export class LaneMetrics implements LaneObserver {
  private readonly batchCommands: Histogram;
  private readonly appends: Counter;
  private readonly appendedEvents: Counter;
  private readonly rounds: Counter<'failure'>;

  constructor(
    private readonly registry: Registry,
    private readonly logger: Logger,
  ) {
    const registers = [registry];
    this.batchCommands = new Histogram({
      name: 'firstwrite_lane_batch_commands',
      help: 'Commands that one append settled.',
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000],
      registers,
    });
    this.appends = new Counter({ name: 'firstwrite_appends_total', help: 'Batches appended.', registers });
    this.appendedEvents = new Counter({
      name: 'firstwrite_appended_events_total',
      help: 'Events appended.',
      registers,
    });
    this.rounds = new Counter({
      name: 'firstwrite_fence_violations_total',
      help: 'Batches that wrote nothing and were settled again or refused, by what stood in the way.',
      labelNames: ['failure'],
      registers,
    });
  }

  /** Adds the gauges of a lane. */
  watch(lane: LaneGauges): void {
    const registers = [this.registry];
    new Gauge({
      name: 'firstwrite_lane_waiting_commands',
      help: 'Commands that wait for their batch.',
      registers,
      collect() {
        this.set(lane.waiting);
      },
    });
    new Gauge({
      name: 'firstwrite_lane_pressure',
      help: 'How full the queue is, 0 to 1; above 0.8 new commands are refused.',
      registers,
      collect() {
        this.set(lane.pressure);
      },
    });
  }

  batch(commands: number, events: number): void {
    this.batchCommands.observe(commands);
    this.appends.inc();
    this.appendedEvents.inc(events);
  }

  round(failure: string): void {
    this.rounds.labels(failure).inc();
  }

  snapshotFailed(error: unknown): void {
    this.logger.warn({ err: error }, 'snapshots were not saved');
  }
}
