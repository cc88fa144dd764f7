import { Kafka, logLevel } from 'kafkajs';
import { cureIdleTimer } from './idle-timer-cure';
import type { KafkaSettings } from './kafka-options';

/** Longer than the brokers' own waits, shorter than a person's: a frozen broker is given up after it. */
const requestTimeoutMs = 10_000;
const connectionTimeoutMs = 2_000;

/** Attempts within one call of the client; what outlasts them is this lib's own supervision. */
export const clientRetry = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 };

/**
 * A client of its own for each producer, consumer and admin: clients share the committed offsets of a group between their
 * consumers, and a consumer built anew would begin with what its predecessor remembered.
 */
export function createClient({ brokers, clientId }: KafkaSettings): Kafka {
  cureIdleTimer();
  return new Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: requestTimeoutMs,
    enforceRequestTimeout: true,
    retry: clientRetry,
    logLevel: logLevel.NOTHING,
  });
}
