import { eventLoopTurns, eventually } from '@firstwrite/testing';
import { GroupInUseError, LogUnavailableError, TopicMissingError } from '../errors';
import { expectAssigned, follow, messagesOf, newName, planOf, withinMs, type LogUnderTest } from './log-under-test';

export function describeGroups(subject: () => LogUnderTest): void {
  const newTopic = async (partitions = 2): Promise<string> => {
    const topic = newName('topic');
    await subject().log.applyTopic(planOf(topic, { partitions }));
    return topic;
  };

  describe('the members of a group', () => {
    it('share the partitions while members come and go', async () => {
      const { log } = subject();
      const topic = await newTopic(2);
      const group = newName('group');
      const first = follow(log, topic, group);
      await expectAssigned(first, [0, 1], 2);
      const second = follow(log, topic, group);
      await eventually(
        () => {
          expect([...first.partitions, ...second.partitions].sort()).toEqual([0, 1]);
          expect(second.partitions).toHaveLength(1);
        },
        { withinMs },
      );
      await second.stop();
      await expectAssigned(first, [0, 1], 2);
      await first.stop();
    });

    it('get each message once in their group, and so do the members of another group', async () => {
      const { log } = subject();
      const topic = await newTopic(2);
      const one = follow(log, topic);
      const other = follow(log, topic);
      await log.publish(topic, 0, messagesOf('a'));
      await log.publish(topic, 1, messagesOf('b'));
      await eventually(() => expect(one.values().sort()).toEqual(['a', 'b']), { withinMs });
      await eventually(() => expect(other.values().sort()).toEqual(['a', 'b']), { withinMs });
      await Promise.all([one.stop(), other.stop()]);
    });

    it('go on at the commit of the group, and from the start once the group was forgotten', async () => {
      const { log } = subject();
      const topic = await newTopic(1);
      const group = newName('group');
      await log.publish(topic, 0, messagesOf('a', 'b'));
      const first = follow(log, topic, group);
      await eventually(() => expect(first.values()).toEqual(['a', 'b']), { withinMs });
      await first.stop();
      await log.publish(topic, 0, messagesOf('c'));
      const second = follow(log, topic, group);
      await eventually(() => expect(second.values()).toEqual(['c']), { withinMs });
      await expect(log.forgetGroup(group)).rejects.toThrow(GroupInUseError);
      await second.stop();

      await log.forgetGroup(group);
      await log.forgetGroup(group);
      const third = follow(log, topic, group);
      await eventually(() => expect(third.values()).toEqual(['a', 'b', 'c']), { withinMs });
      await third.stop();
    });

    it('learn of partitions that are added', async () => {
      const { log } = subject();
      const topic = await newTopic(1);
      const member = follow(log, topic);
      await expectAssigned(member, [0], 1);
      await log.applyTopic(planOf(topic, { partitions: 3 }));
      await expectAssigned(member, [0, 1, 2], 3);
      await eventually(() => log.publish(topic, 2, messagesOf('x')), { withinMs });
      await eventually(() => expect(member.values(2)).toContain('x'), { withinMs });
      await member.stop();
    });
  });

  describe('a handler', () => {
    it('gets rejected messages again, and keeps the order', async () => {
      const { log } = subject();
      const topic = await newTopic(1);
      const member = follow(log, topic);
      let rejections = 0;
      member.meet = () => {
        if (rejections++ < 2) throw new Error('not now');
      };
      await log.publish(topic, 0, messagesOf('a', 'b'));
      await log.publish(topic, 0, messagesOf('c'));
      await eventually(() => expect(member.values()).toEqual(['a', 'b', 'c']), { withinMs });
      expect(rejections).toBeGreaterThan(2);
      await member.stop();
    });

    it('that is slow delays its own partition only, and gets one call at a time', async () => {
      const { log } = subject();
      const topic = await newTopic(2);
      const member = follow(log, topic);
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      let inHand = 0;
      let inHandMax = 0;
      member.meet = async (partition) => {
        if (partition === 1) return;
        inHandMax = Math.max(inHandMax, ++inHand);
        await held;
        inHand -= 1;
      };
      await log.publish(topic, 0, messagesOf('a'));
      await eventually(() => expect(inHand).toBe(1), { withinMs });
      await log.publish(topic, 0, messagesOf('b'));
      await log.publish(topic, 1, messagesOf('c'));
      await eventually(() => expect(member.values()).toEqual(['c']), { withinMs });
      release();
      await eventually(() => expect(member.values(0)).toEqual(['a', 'b']), { withinMs });
      expect(inHandMax).toBe(1);
      await member.stop();
    });

    it('ends its call before a stop resolves, and is not called after it', async () => {
      const { log } = subject();
      const topic = await newTopic(1);
      const member = follow(log, topic);
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      let called = 0;
      member.meet = () => {
        called += 1;
        return held;
      };
      await log.publish(topic, 0, messagesOf('a'));
      await eventually(() => expect(called).toBe(1), { withinMs });
      let stopped = false;
      const stop = member.stop().then(() => (stopped = true));
      await eventLoopTurns();
      expect(stopped).toBe(false);
      release();
      await stop;
      await log.publish(topic, 0, messagesOf('b'));
      await eventLoopTurns();
      expect(called).toBe(1);
      expect(member.values()).toEqual(['a']);
    });
  });

  describe('a subscription', () => {
    it('reports a missing topic, and goes on once the topic exists', async () => {
      const { log } = subject();
      const topic = newName('topic');
      const member = follow(log, topic);
      await eventually(() => expect(member.subscription?.check()).rejects.toThrow(TopicMissingError), { withinMs });
      await log.applyTopic(planOf(topic));
      await eventually(() => member.subscription?.check(), { withinMs });
      await log.publish(topic, 1, messagesOf('a'));
      await eventually(() => expect(member.values()).toEqual(['a']), { withinMs });
      await member.stop();
      await expect(member.subscription?.check()).rejects.toThrow(LogUnavailableError);
    });

    it('goes on with a topic that was deleted and created anew', async () => {
      const { log } = subject();
      const topic = await newTopic(1);
      const member = follow(log, topic);
      await log.publish(topic, 0, messagesOf('a', 'b', 'c'));
      await eventually(() => expect(member.values()).toEqual(['a', 'b', 'c']), { withinMs });
      await subject().deleteTopic(topic);
      await log.applyTopic(planOf(topic, { partitions: 2 }));
      await eventually(() => log.publish(topic, 0, messagesOf('d')), { withinMs });
      await eventually(() => log.publish(topic, 1, messagesOf('e')), { withinMs });
      await eventually(() => expect(member.values().slice(3).sort()).toEqual(expect.arrayContaining(['d', 'e'])), {
        withinMs,
      });
      await member.stop();
    });
  });
}
