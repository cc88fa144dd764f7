import type { Client } from 'pg';
import { startOurRole } from '../contenders/our-role';
import { untilCaughtUp, untilPublished } from './checkpoints';
import { forgetProjectors } from './kafka';

/** A store, and the broker with its published events. */
export interface PublishedStore {
  readonly databaseUrl: string;
  readonly database: Client;
  readonly brokers: string;
}

export function environmentOf({ databaseUrl, brokers }: Pick<PublishedStore, 'databaseUrl' | 'brokers'>) {
  return { PORT: '0', LOG_LEVEL: 'warn', DATABASE_URL: databaseUrl, KAFKA_BROKERS: brokers };
}

/** Publishes every event of the store. @returns seconds, including the start of the relay */
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
  /** The folder of their CPU profiles; absent: none are taken. */
  readonly profileDirectory?: string | undefined;
}

/** Makes all views from the topic with so many projectors. @returns seconds, including the start of the projectors */
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
