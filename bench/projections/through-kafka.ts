import type { Client } from 'pg';
import { startOurRole } from '../contenders/our-role';
import { untilCaughtUp, untilPublished } from './checkpoints';
import { forgetProjectors } from './kafka';

/** A store and the broker that its events are published to. */
export interface PublishedStore {
  readonly databaseUrl: string;
  readonly database: Client;
  readonly brokers: string;
}

export function environmentOf({ databaseUrl, brokers }: Pick<PublishedStore, 'databaseUrl' | 'brokers'>) {
  return { PORT: '0', LOG_LEVEL: 'warn', DATABASE_URL: databaseUrl, KAFKA_BROKERS: brokers };
}

/** Publishes every event of the store. @returns seconds, with the relay's start */
export async function publishAll(store: PublishedStore): Promise<number> {
  const startedAtMs = performance.now();
  const relay = await startOurRole('relay', environmentOf(store));
  try {
    await untilPublished(store.database);
    return (performance.now() - startedAtMs) / 1_000;
  } finally {
    await relay.stop();
  }
}

export interface ProjectorsOptions {
  readonly projectors: number;
  /** Where their CPU profiles go; absent: none are taken. */
  readonly profileDirectory?: string | undefined;
}

/** Makes empty views from the topic, by so many projectors. @returns seconds, with the projectors' start */
export async function catchUpThroughKafka(
  store: PublishedStore,
  { projectors, profileDirectory }: ProjectorsOptions,
): Promise<number> {
  await forgetProjectors(store.brokers);
  const startedAtMs = performance.now();
  const started = await Promise.all(
    Array.from({ length: projectors }, (_, at) =>
      startOurRole('projector', { ...environmentOf(store), FIRSTWRITE_INSTANCE: String(at + 1) }, profileDirectory),
    ),
  );
  try {
    await untilCaughtUp(store.database);
    return (performance.now() - startedAtMs) / 1_000;
  } finally {
    await Promise.all(started.map((projector) => projector.stop()));
  }
}
