import type { ProjectionLag } from '@firstwrite/views';
import { Gauge, type Registry } from 'prom-client';

/**
 * Shows how far each view is behind the store, measured at each scrape. There is no value while the database does not
 * answer.
 */
export function watchProjections(registry: Registry, lag: () => Promise<readonly ProjectionLag[]>): void {
  const registers = [registry];
  const labelNames = ['projection'] as const;
  const age = new Gauge({
    name: 'firstwrite_projection_lag_ms',
    help: 'Milliseconds since the oldest event that the view does not have was recorded.',
    labelNames,
    registers,
  });
  new Gauge({
    name: 'firstwrite_projection_lag_events',
    help: 'Events that the view does not have, counted up to 10,000.',
    labelNames,
    registers,
    async collect() {
      this.reset();
      age.reset();
      for (const { projection, events, oldestMs } of await lag().catch(() => [])) {
        this.labels(projection).set(events);
        age.labels(projection).set(oldestMs);
      }
    },
  });
}

interface ParkedCount {
  readonly projection: string;
  readonly streams: number;
}

/** Shows how many streams are parked, counted at each scrape. There is no value while the database does not answer. */
export function watchParked(registry: Registry, count: () => Promise<readonly ParkedCount[]>): void {
  new Gauge({
    name: 'firstwrite_parked_streams',
    help: 'Streams that the projection could not go on with; "firstwrite parked list" names them.',
    labelNames: ['projection'] as const,
    registers: [registry],
    async collect() {
      this.reset();
      for (const { projection, streams } of await count().catch(() => [])) this.labels(projection).set(streams);
    },
  });
}
