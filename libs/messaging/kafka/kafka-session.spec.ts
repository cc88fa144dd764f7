import { IllegalTransitionError } from '@firstwrite/resilience';
import { withDefaults } from './kafka-options';
import { KafkaSession } from './kafka-session';

/** Nothing listens there: the test connects to no broker. */
const settings = withDefaults({ brokers: ['127.0.0.1:1'], clientId: 'session' });

const newSession = () =>
  new KafkaSession({
    settings,
    topic: 'topic',
    group: 'group',
    listener: { joined: () => undefined, received: () => undefined },
  });

test('a session that has ended cannot run', async () => {
  const session = newSession();
  await session.end();
  await expect(session.run()).rejects.toThrow(IllegalTransitionError);
});

test('a session runs once, and ends once', async () => {
  const session = newSession();
  const running = session.run();
  await expect(session.run()).rejects.toThrow('kafka session: no transition from "joining" to "joining"');
  await Promise.all([session.end(), session.end()]);
  expect((await running).message).toContain('it was stopped');
});
