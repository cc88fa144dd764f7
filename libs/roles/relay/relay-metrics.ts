import type { Relay } from '@firstwrite/relay';
import { Counter, Gauge, type Registry } from 'prom-client';

/** Shows the work of a relay, read at each scrape. */
export function watchRelay(registry: Registry, relay: Pick<Relay, 'facts'>): void {
  const registers = [registry];
  new Gauge({
    name: 'firstwrite_relay_leading',
    help: '1 when this relay publishes, 0 when it stands by.',
    registers,
    collect() {
      this.set(relay.facts.state === 'leading' ? 1 : 0);
    },
  });
  new Gauge({
    name: 'firstwrite_relay_lag_ms',
    help: "Milliseconds on the primary's clock since the time as of which the topic has everything; none on a standby.",
    registers,
    collect() {
      const { lagMs } = relay.facts;
      this.reset();
      if (lagMs !== undefined) this.set(lagMs);
    },
  });
  counted(
    registry,
    'firstwrite_relay_events_total',
    'Events published, those that were published again too.',
    () => relay.facts.eventsPublished,
  );
  counted(
    registry,
    'firstwrite_relay_failures_total',
    'Tries to publish, or to reach the store, that failed.',
    () => relay.facts.failures,
  );
}

function counted(registry: Registry, name: string, help: string, now: () => number): void {
  new Counter({
    name,
    help,
    registers: [registry],
    collect() {
      this.reset();
      this.inc(now());
    },
  });
}
