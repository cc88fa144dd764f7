import { describeWithKafka, eventually, kafkaJarDirectory, kafkaStartMsMax } from '@firstwrite/testing';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { expectNoProcessOn, listProcesses, processesOn } from '../test/processes';
import { Scratch } from '../test/scratch';
import { prepareKafkaJars } from './kafka-program';
import { startLocalKafka, type LocalKafka } from './local-kafka';

/** The controller accepts a killed broker again when the session of 3 s is over. */
const RESTART_MS_MAX = 30_000;

describeWithKafka(
  'a local Kafka',
  () => {
    let scratch: Scratch;

    beforeAll(() => prepareKafkaJars(kafkaJarDirectory, () => undefined), kafkaStartMsMax);
    beforeEach(async () => {
      scratch = await Scratch.make();
    });
    afterEach(() => scratch.clear());

    const start = async (): Promise<LocalKafka> => {
      const kafka = await startLocalKafka({
        dataDirectory: scratch.path('data'),
        jarDirectory: kafkaJarDirectory,
        log: (line) => void scratch.log.push(line),
      });
      scratch.onClear(() => kafka.stop());
      return kafka;
    };

    it('listens on the loopback interface, runs once on its data, and leaves no process behind', async () => {
      const first = await start();
      expect(first.brokers).toMatch(/^127\.0\.0\.1:\d+$/);
      await expectListening(first.brokers);
      await expect(start()).rejects.toMatchObject({ code: 'data-directory-in-use' });
      await first.stop();
      await expectNoProcessOn(scratch.directory);
      expect((await readdir(scratch.path('data', 'kafka'))).sort()).toEqual(['cluster-id', 'node-1']);
      const second = await start();
      await expectListening(second.brokers);
    });

    it('starts a broker again that was killed, but not after kill9', async () => {
      const kafka = await start();
      const [node] = kafka.nodes;
      const { pid } = node!;
      process.kill(pid, 'SIGKILL');
      await eventually(() => expect(node!.pid).not.toBe(pid), { withinMs: RESTART_MS_MAX });
      await expectListening(kafka.brokers);

      await node!.kill9();
      await expect(expectListening(kafka.brokers)).rejects.toThrow('ECONNREFUSED');
      await node!.restart();
      await expectListening(kafka.brokers);
      expect(scratch.log.filter((line) => line.includes('ended unexpectedly'))).toHaveLength(1);
      await node!.kill9();
    });

    it('leaves nothing behind when its launcher is killed, and starts on its data again', async () => {
      const launch = { program: 'kafka-launcher.ts', more: [kafkaJarDirectory], dataDirectory: scratch.path('data') };
      const first = scratch.launch(launch);
      await first.answer;
      await first.end('SIGKILL');
      // An orderly stop of a broker takes seconds on a busy machine.
      await eventually(async () => expect(await processesOn(scratch.directory)).toEqual([]), {
        withinMs: RESTART_MS_MAX,
      });

      const second = scratch.launch(launch);
      const { pid } = await second.answer;
      const guard = (await listProcesses()).find((one) => one.pid === pid)?.parent ?? 0;
      process.kill(guard, 'SIGKILL');
      await second.end('SIGKILL');
      const third = await start();
      expect(third.nodes[0]?.pid).not.toBe(pid);
      expect(scratch.log.join('\n')).toContain(`process ${pid}) was left running`);
    });
  },
  { own: true },
);

function expectListening(brokers: string): Promise<void> {
  const [host = '', port = ''] = brokers.split(':');
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), host);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}
