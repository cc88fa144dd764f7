import { describeWithKafka, sharedTestKafka } from '@firstwrite/testing';
import { Kafka, logLevel } from 'kafkajs';
import { newName, planOf } from '../contract/log-under-test';
import { TopicMissingError } from '../errors';
import { messageLogContract } from '../message-log.contract';
import { KafkaMessageLog } from './kafka-message-log';

describeWithKafka('Kafka as the message log', () => {
  messageLogContract('Kafka', async () => {
    const brokers = await sharedTestKafka();
    const log = new KafkaMessageLog({ brokers, clientId: 'contract', metadataMaxAgeMs: 500 });
    const admin = new Kafka({ brokers: [...brokers], clientId: 'test', logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    return {
      log,
      deleteTopic: (topic) => admin.deleteTopics({ topics: [topic] }),
      close: async () => {
        await log.close();
        await admin.disconnect();
      },
    };
  });

  test('names the broker that leads each partition', async () => {
    const log = new KafkaMessageLog({ brokers: await sharedTestKafka(), clientId: 'leaders' });
    const topic = newName('topic');
    await expect(log.leadersOf(topic)).rejects.toThrow(TopicMissingError);
    await log.applyTopic(planOf(topic, { partitions: 3 }));
    const leaders = await log.leadersOf(topic);
    expect(leaders).toHaveLength(3);
    expect(leaders.every((id) => id > 0)).toBe(true);
    await log.close();
  });
});
