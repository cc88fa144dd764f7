import { describeWithKafka, sharedTestKafka } from '@firstwrite/testing';
import { Kafka, logLevel } from 'kafkajs';
import { messageLogContract } from '../message-log.contract';
import { KafkaMessageLog } from './kafka-message-log';

jest.setTimeout(60_000);

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
});
