import { applicationPool, PostgresLeases } from '@firstwrite/postgres';
import { PostgresEventStore } from '@firstwrite/event-store';
import { createTestDatabase } from '@firstwrite/testing';
import { PostgresRelayCheckpoints } from '../checkpoint/postgres-relay-checkpoints';
import { topicOf } from '@firstwrite/published-log';
import { Relay } from '../relay';
import type { RelayOptions } from '../relay-options';
import { NetworkLog } from './network-log';

export const PARTITIONS = 3;

const quiet = { info: () => undefined, warn: () => undefined };

/** A real store, a log, and as many relays between them as a test starts. */
export async function openWorld({ topic = true } = {}) {
  const database = await createTestDatabase();
  const store = await PostgresEventStore.connect({ url: database.url });
  const pool = applicationPool({ connectionString: database.url, max: 6 });
  const log = new NetworkLog(topicOf(store.identity.storeId));
  if (topic) await log.divideInto(PARTITIONS);
  const relays: Relay[] = [];
  const versions = new Map<string, number>();
  const appended: string[] = [];
  return {
    database,
    store,
    log,
    leases: new PostgresLeases(pool),
    checkpoints: new PostgresRelayCheckpoints(pool),
    /** Names of all events, sorted. */
    get appended(): readonly string[] {
      return appended.toSorted();
    },

    relay(more: Partial<RelayOptions> = {}): Relay {
      const relay = new Relay({
        store,
        leases: new PostgresLeases(pool),
        checkpoints: new PostgresRelayCheckpoints(pool),
        log,
        instance: String(relays.length + 1),
        logger: quiet,
        ...more,
        tuning: { leaseTtlMs: 600, renewEveryMs: 150, standbyPollMs: 30, partitionsEveryMs: 50, ...more.tuning },
      });
      relays.push(relay);
      relay.start();
      return relay;
    },

    /** One more event of each stream, in one transaction. */
    async append(...streams: string[]): Promise<void> {
      const events = streams.map((stream) => {
        const version = (versions.get(stream) ?? 0) + 1;
        versions.set(stream, version);
        appended.push(`${stream}/${version}`);
        return { stream, version, type: 'Counted', data: { version }, metadata: { commandId: `${stream}/${version}` } };
      });
      await store.append({ events, confirm: [], guards: [], rows: [] });
    },

    async close(): Promise<void> {
      await Promise.all(relays.map((relay) => relay.stop()));
      await log.close();
      await pool.end();
      await store.close();
      await database.drop();
    },
  };
}

export type RelayWorld = Awaited<ReturnType<typeof openWorld>>;

export const STREAMS = ['order-1', 'order-2', 'order-3', 'order-4', 'order-5', 'stock-main/SKU-1'];
