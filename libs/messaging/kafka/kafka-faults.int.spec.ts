import { describeWithKafka, eventually, kafkaStartMsMax, startTestKafka, type TestKafka } from '@firstwrite/testing';
import { connect, createServer, type Server } from 'node:net';
import { follow, messagesOf, newName, planOf, withinMs } from '../contract/log-under-test';
import { LogUnavailableError } from '../errors';
import type { FailureListener, MessageLog } from '../message-log';
import { KafkaMessageLog } from './kafka-message-log';

/** A killed broker cannot come back before its session of 3 s is over. */
const RECOVERY_MS = 40_000;

describeWithKafka(
  'Kafka under faults',
  () => {
    let kafka: TestKafka | undefined;
    const logs: MessageLog[] = [];

    beforeAll(async () => void (kafka = await startTestKafka()), kafkaStartMsMax);
    afterEach(() => Promise.all(logs.splice(0).map((log) => log.close())));
    afterAll(() => kafka?.stop(), 60_000);

    const connected = (more: { brokers?: string[]; publishMsMax?: number } = {}): KafkaMessageLog => {
      const log = new KafkaMessageLog({
        brokers: kafka!.addresses,
        clientId: 'faults',
        metadataMaxAgeMs: 500,
        ...more,
      });
      logs.push(log);
      return log;
    };

    it('keeps every acknowledged message, and the order, when the broker is killed and started again', async () => {
      const log = connected();
      const topic = newName('topic');
      await log.applyTopic(planOf(topic, { partitions: 3 }));
      const member = follow(log, topic);
      const failures: Error[] = [];
      const stream = publishUntilStopped(log, topic, 3, (failure) => failures.push(failure));
      await eventually(() => expect(new Set(member.deliveries.map(({ partition }) => partition)).size).toBe(3), {
        withinMs,
      });

      const [node] = kafka!.nodes;
      await node!.kill9();
      await eventually(() => expect(member.subscription?.check()).rejects.toThrow(LogUnavailableError), { withinMs });
      await eventually(() => expect(failures[0]).toBeInstanceOf(LogUnavailableError), { withinMs });
      const before = member.deliveries.length;
      await node!.restart();
      await eventually(() => member.subscription?.check(), { withinMs: RECOVERY_MS });
      await eventually(() => expect(member.deliveries.length).toBeGreaterThan(before + 100), { withinMs: RECOVERY_MS });

      const acknowledged = await stream.stop();
      for (const [partition, count] of acknowledged.entries()) {
        const expected = Array.from({ length: count }, (_, at) => String(at));
        await eventually(() => expect(firstArrivals(member.values(partition)).slice(0, count)).toEqual(expected), {
          withinMs,
        });
      }
      await member.stop();
    });

    it('delivers everything while members join, leave and take over each other’s partitions', async () => {
      const log = connected();
      const topic = newName('topic');
      const group = newName('group');
      await log.applyTopic(planOf(topic, { partitions: 4 }));
      const members = [follow(log, topic, group)];
      const stream = publishUntilStopped(log, topic, 4);
      await eventually(() => expect(members[0]!.deliveries.length).toBeGreaterThan(0), { withinMs });
      members.push(follow(log, topic, group), follow(connected(), topic, group));
      await eventually(() => expect(members.map(({ partitions }) => partitions.length).sort()).toEqual([1, 1, 2]), {
        withinMs,
      });
      await members[0]!.stop();
      await eventually(() => expect(members.slice(1).map(({ partitions }) => partitions.length)).toEqual([2, 2]), {
        withinMs,
      });

      const acknowledged = await stream.stop();
      for (const [partition, count] of acknowledged.entries()) {
        await eventually(
          () => {
            const arrived = new Set(members.flatMap((member) => member.values(partition)));
            expect(arrived.size).toBeGreaterThanOrEqual(count);
          },
          { withinMs },
        );
      }
      await Promise.all(members.map((member) => member.stop()));
    });

    it('keeps trying unreachable brokers, reports it, and goes on once they answer', async () => {
      const port = await freePort();
      const topic = newName('topic');
      await connected().applyTopic(planOf(topic));
      const log = connected({ brokers: [`127.0.0.1:${port}`], publishMsMax: 1_000 });
      const member = follow(log, topic);
      await expect(log.publish(topic, 0, messagesOf('a'))).rejects.toThrow(LogUnavailableError);
      await expect(log.describeTopic(topic)).rejects.toThrow(LogUnavailableError);
      await expect(member.subscription?.check()).rejects.toThrow(LogUnavailableError);

      const gate = await openGate(port, kafka!.addresses[0]!);
      try {
        await eventually(() => log.publish(topic, 0, messagesOf('b')), { withinMs });
        await eventually(() => expect(member.values()).toContain('b'), { withinMs });
        await member.subscription?.check();
        await member.stop();
      } finally {
        await log.close();
        gate.close();
      }
    });

    it("refuses a batch above the topic's limit, and publishes the next one", async () => {
      const log = connected();
      const topic = newName('topic');
      await log.applyTopic(planOf(topic, { batchBytesMax: 10_000 }));
      await expect(log.publish(topic, 0, messagesOf('x'.repeat(20_000)))).rejects.toMatchObject({
        code: 'batch-too-large',
      });
      await log.publish(topic, 0, messagesOf('y'));
      const member = follow(log, topic);
      await eventually(() => expect(member.values()).toEqual(['y']), { withinMs });
      await member.stop();
    });
  },
  { own: true },
);

/** Publishes numbered messages to each partition, one after the other; a rejected message is published again. */
function publishUntilStopped(
  log: MessageLog,
  topic: string,
  partitions: number,
  onFailure?: FailureListener,
): { stop(): Promise<number[]> } {
  let stopped = false;
  const publishers = Array.from({ length: partitions }, async (_, partition) => {
    let number = 0;
    while (!stopped) {
      try {
        await log.publish(topic, partition, messagesOf(number), onFailure);
        number += 1;
      } catch (error) {
        if (!(error instanceof LogUnavailableError)) throw error;
      }
    }
    return number;
  });
  return {
    stop: () => {
      stopped = true;
      return Promise.all(publishers);
    },
  };
}

/** The deliveries without repetitions. */
function firstArrivals(values: readonly string[]): string[] {
  return [...new Set(values)];
}

async function freePort(): Promise<number> {
  const server = await listening(createServer());
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Forwards the connections of a port to a broker; the broker then gives its own address to the client. */
async function openGate(port: number, broker: string): Promise<Server> {
  const [host = '', brokerPort = ''] = broker.split(':');
  const gate = createServer((incoming) => {
    const outgoing = connect(Number(brokerPort), host);
    incoming.on('error', () => outgoing.destroy()).on('close', () => outgoing.destroy());
    outgoing.on('error', () => incoming.destroy()).on('close', () => incoming.destroy());
    incoming.pipe(outgoing).pipe(incoming);
  });
  return listening(gate, port);
}

function listening(server: Server, port = 0): Promise<Server> {
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}
