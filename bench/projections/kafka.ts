import { findLocalKafkaTools, KAFKA_VERSION, startLocalKafka } from '@firstwrite/local-servers';
import { KafkaMessageLog } from '@firstwrite/messaging';
import { topicOf } from '@firstwrite/published-log';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';

const PARTITIONS = 6;
/** The folder where the tests keep the broker's program, too. */
const jarDirectory = join(__dirname, `../../node_modules/.cache/firstwrite/kafka-${KAFKA_VERSION}`);

const topicPlan = {
  topic: topicOf(0),
  partitions: PARTITIONS,
  replicationFactor: 1,
  minInsyncReplicas: 1,
  retentionMs: 86_400_000,
  batchBytesMax: 4 * 1024 * 1024,
};

/** What this machine lacks to run a broker, in words; undefined: it lacks nothing. */
export function missingForKafka(): string | undefined {
  const { missing } = findLocalKafkaTools(jarDirectory);
  return missing.length === 0 ? undefined : `needs ${missing.join(' and ')}`;
}

/** Runs a new broker with the topic, because a topic belongs to one store. */
export async function withKafka<Result>(directory: string, use: (brokers: string) => Promise<Result>): Promise<Result> {
  const dataDirectory = mkdtempSync(join(directory, 'kafka-'));
  const kafka = await startLocalKafka({ dataDirectory, jarDirectory, log: () => undefined });
  try {
    await withLog(kafka.brokers, (log) => log.applyTopic(topicPlan));
    return await use(kafka.brokers);
  } finally {
    await kafka.stop();
  }
}

/** Makes the projectors start again at the beginning of the topic. */
export async function forgetProjectors(brokers: string): Promise<void> {
  await withLog(brokers, (log) => log.forgetGroup('firstwrite-projector'));
}

async function withLog(brokers: string, use: (log: KafkaMessageLog) => Promise<unknown>): Promise<void> {
  const log = new KafkaMessageLog({ brokers: brokers.split(','), clientId: 'bench' });
  await use(log).finally(() => log.close());
}
