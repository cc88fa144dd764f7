import { IllegalTransitionError } from '@firstwrite/resilience';
import { withDefaults } from './kafka-options';
import { KafkaSession } from './kafka-session';

test('a session that has ended cannot run, and may be ended again', async () => {
  const session = new KafkaSession({
    settings: withDefaults({ brokers: ['127.0.0.1:1'], clientId: 'session' }),
    topic: 'topic',
    group: 'group',
    listener: { joined: () => undefined, received: () => undefined },
  });
  await session.end();
  await session.end();
  await expect(session.run()).rejects.toThrow(IllegalTransitionError);
});
