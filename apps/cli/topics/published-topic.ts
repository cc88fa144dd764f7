import type { TopicPlan } from '@firstwrite/messaging';
import type { Settings } from '@firstwrite/platform';
import { topicOf } from '@firstwrite/published-log';

/** The only store there is. */
const STORE = 0;
const MS_PER_HOUR = 3_600_000;
/**
 * Large enough for an event of the longest order: far above the batches of the relay, below what brokers can handle.
 */
const BATCH_BYTES_MAX = 4 * 1024 * 1024;

/** The topic of the published events, by the settings. */
export function publishedTopic(settings: Settings): TopicPlan {
  return {
    topic: topicOf(STORE),
    partitions: settings.KAFKA_TOPIC_PARTITIONS,
    replicationFactor: settings.KAFKA_TOPIC_REPLICAS,
    minInsyncReplicas: settings.KAFKA_TOPIC_MIN_INSYNC_REPLICAS,
    retentionMs: settings.KAFKA_TOPIC_RETENTION_HOURS * MS_PER_HOUR,
    batchBytesMax: BATCH_BYTES_MAX,
  };
}
