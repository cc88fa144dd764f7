import { TopicMissingError, TopicPlanError } from '../errors';
import { newName, planOf, type LogUnderTest } from './log-under-test';

export function describeTopics(subject: () => LogUnderTest): void {
  describe('a topic', () => {
    it('is created as planned, and stays as it is when nothing differs', async () => {
      const plan = planOf(newName('topic'), { partitions: 4, retentionMs: 7_200_000 });
      expect(await subject().log.applyTopic(plan)).toBe('created');
      expect(await subject().log.applyTopic(plan)).toBe('unchanged');
      const { batchBytesMax: _, ...description } = plan;
      expect(await subject().log.describeTopic(plan.topic)).toEqual(description);
    });

    it('gets more partitions, and another retention', async () => {
      const plan = planOf(newName('topic'), { partitions: 2 });
      await subject().log.applyTopic(plan);
      expect(await subject().log.applyTopic({ ...plan, partitions: 3 })).toBe('changed');
      expect(await subject().log.applyTopic({ ...plan, partitions: 3, retentionMs: 1_000_000 })).toBe('changed');
      expect(await subject().log.describeTopic(plan.topic)).toMatchObject({ partitions: 3, retentionMs: 1_000_000 });
      expect(await subject().log.applyTopic({ ...plan, partitions: 3, retentionMs: 1_000_000 })).toBe('unchanged');
    });

    it('cannot lose partitions, nor have more replicas than there are brokers', async () => {
      const plan = planOf(newName('topic'), { partitions: 3 });
      await subject().log.applyTopic(plan);
      await expect(subject().log.applyTopic({ ...plan, partitions: 2 })).rejects.toThrow(TopicPlanError);
      const tooMany = { ...planOf(newName('topic')), replicationFactor: 9 };
      await expect(subject().log.applyTopic(tooMany)).rejects.toThrow(TopicPlanError);
      const unwritable = { ...planOf(newName('topic')), minInsyncReplicas: 2 };
      await expect(subject().log.applyTopic(unwritable)).rejects.toThrow(TopicPlanError);
    });

    it('is never created implicitly', async () => {
      const topic = newName('topic');
      const missing = { code: 'topic-missing', topic };
      await expect(subject().log.describeTopic(topic)).rejects.toMatchObject(missing);
      await expect(subject().log.publish(topic, 0, [{ key: 'k', value: 'v', headers: {} }])).rejects.toThrow(
        TopicMissingError,
      );
      await expect(subject().log.describeTopic(topic)).rejects.toMatchObject(missing);
    });
  });
}
