import { Kafka, logLevel, type Admin } from 'kafkajs';
import { TOPIC, type Cluster } from './cluster';

/** Changes the cluster's Kafka as an operator or the retention would; the product itself never does this. */
async function administer<Result>({ kafka }: Cluster, work: (admin: Admin) => Promise<Result>): Promise<Result> {
  const client = new Kafka({ brokers: kafka.brokers.split(','), clientId: 'test', logLevel: logLevel.NOTHING });
  const admin = client.admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

export function deleteTopic(cluster: Cluster): Promise<void> {
  return administer(cluster, (admin) => admin.deleteTopics({ topics: [TOPIC] }));
}

/** Deletes all messages that the topic has now, as its retention would later; expects that there were some. */
export function deleteBeginning(cluster: Cluster): Promise<void> {
  return administer(cluster, async (admin) => {
    const offsets = await admin.fetchTopicOffsets(TOPIC);
    const partitions = offsets.map(({ partition, high }) => ({ partition, offset: high }));
    await admin.deleteTopicRecords({ topic: TOPIC, partitions });
    const after = await admin.fetchTopicOffsets(TOPIC);
    for (const { partition, offset } of partitions) {
      const low = after.find((one) => one.partition === partition)?.low;
      expect(Number(offset)).toBeGreaterThan(0);
      expect(Number(low)).toBeGreaterThanOrEqual(Number(offset));
    }
  });
}

/** The consumer groups of the brokers. */
export function groupsOf(cluster: Cluster): Promise<string[]> {
  return administer(cluster, async (admin) => (await admin.listGroups()).groups.map(({ groupId }) => groupId));
}
