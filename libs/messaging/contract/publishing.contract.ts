import { eventually } from '@firstwrite/testing';
import { TopicMissingError } from '../errors';
import { follow, messagesOf, newName, planOf, withinMs, type LogUnderTest } from './log-under-test';

export function describePublishing(subject: () => LogUnderTest): void {
  const newTopic = async (partitions = 3): Promise<string> => {
    const topic = newName('topic');
    await subject().log.applyTopic(planOf(topic, { partitions }));
    return topic;
  };

  describe('a published message', () => {
    it('arrives unchanged, in its partition and in its order', async () => {
      const { log } = subject();
      const topic = await newTopic();
      const special = {
        key: 'schlüssel/☃',
        value: '{"name":"größe"}',
        headers: { ce_id: 'a/1', empty: '', 'x-ünï': 'ö' },
      };
      await Promise.all([
        log.publish(topic, 0, [...messagesOf('a', 'b'), special]),
        log.publish(topic, 2, messagesOf('c')),
      ]);
      await log.publish(topic, 0, messagesOf('d'));
      const member = follow(log, topic);
      await eventually(() => expect(member.deliveries).toHaveLength(5), { withinMs });
      expect(member.values(0)).toEqual(['a', 'b', special.value, 'd']);
      expect(member.values(2)).toEqual(['c']);
      const arrived = member.deliveries.find(({ message }) => message.value === special.value)?.message;
      expect(arrived).toEqual({ ...special, offset: 2n });
      await member.stop();
    });

    it('has a greater offset than every message before it', async () => {
      const { log } = subject();
      const topic = await newTopic(1);
      for (let batch = 0; batch < 20; batch += 1) {
        await log.publish(topic, 0, messagesOf(...Array.from({ length: 50 }, (_, at) => batch * 50 + at)));
      }
      const member = follow(log, topic);
      await eventually(() => expect(member.deliveries).toHaveLength(1_000), { withinMs });
      expect(member.values()).toEqual(Array.from({ length: 1_000 }, (_, at) => String(at)));
      const offsets = member.deliveries.map(({ message }) => message.offset);
      expect(offsets.every((offset, at) => at === 0 || offset > (offsets[at - 1] ?? -1n))).toBe(true);
      await member.stop();
    });

    it('needs an existing partition, and an empty publish succeeds', async () => {
      const { log } = subject();
      const topic = await newTopic(2);
      await log.publish(topic, 0, []);
      await expect(log.publish(topic, 2, messagesOf('x'))).rejects.toThrow(TopicMissingError);
    });

    it('can go to a partition that was just added', async () => {
      const { log } = subject();
      const topic = await newTopic(1);
      await log.publish(topic, 0, messagesOf('a'));
      await log.applyTopic(planOf(topic, { partitions: 2 }));
      const added = messagesOf('b');
      await eventually(() => log.publish(topic, 1, added), { withinMs });
      const member = follow(log, topic);
      await eventually(() => expect(member.values().sort()).toEqual(['a', 'b']), { withinMs });
      await member.stop();
    });
  });
}
