import { describeWithKafka, eventually, sharedTestKafka } from '@firstwrite/testing';
import { expectAssigned, follow, newName, planOf, withinMs } from '../contract/log-under-test';
import { KafkaMessageLog } from './kafka-message-log';
import { withDefaults, type KafkaSettings } from './kafka-options';
import { KafkaSession } from './kafka-session';

/** Joins a group and commits its partitions without a pause, even while it rejoins. */
function runCommitting(settings: KafkaSettings, topic: string, group: string) {
  let partitions: readonly number[] = [];
  let failure: Error | undefined;
  const session = new KafkaSession({
    settings,
    topic,
    group,
    listener: { joined: (given) => (partitions = given), received: () => undefined },
  });
  const running = session.run().then((error) => (failure = error));
  const committing = (async () => {
    while (!failure) {
      await session.commit(new Map(partitions.map((partition) => [partition, 1n]))).catch(() => undefined);
      await new Promise(setImmediate);
    }
  })();
  return {
    partitions: () => partitions,
    failure: () => failure,
    end: async () => {
      await session.end();
      await Promise.all([running, committing]);
    },
  };
}

describeWithKafka('a session of a group', () => {
  const leave: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const one of leave.splice(0)) await one();
  });

  test('goes on when it commits while members join and leave: only that commit is lost', async () => {
    const settings = withDefaults({ brokers: await sharedTestKafka(), clientId: 'session' });
    const log = new KafkaMessageLog(settings);
    leave.push(() => log.close());
    const [topic, group] = [newName('topic'), newName('group')];
    await log.applyTopic(planOf(topic, { partitions: 4 }));
    // The first member of a group may meet a coordinator that is not ready, which ends a session.
    const first = follow(log, topic, group);
    await expectAssigned(first, [0, 1, 2, 3], 4);
    await first.stop();
    const member = runCommitting(settings, topic, group);
    leave.push(() => member.end());
    await eventually(() => expect(member.partitions()).toEqual([0, 1, 2, 3]), { withinMs });
    for (let visit = 0; visit < 3; visit += 1) {
      const visitor = runCommitting(settings, topic, group);
      leave.push(() => visitor.end());
      await eventually(() => expect([member, visitor].map((one) => one.partitions().length)).toEqual([2, 2]), {
        withinMs,
      });
      await visitor.end();
      await eventually(() => expect(member.partitions()).toHaveLength(4), { withinMs });
    }
    expect(member.failure()).toBeUndefined();
  });
});
