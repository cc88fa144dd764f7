import { connect } from 'node:net';
import { once } from 'node:events';
import { dockerEngineAnswers } from './docker-engine';
import { startKafkaContainer } from './kafka-container';

const engine = dockerEngineAnswers();
if (!engine) process.stderr.write('SKIPPED: no Docker engine answers, so Kafka is not tested in a container\n');
const whereDockerIs = engine ? test : test.skip;

whereDockerIs(
  'a broker in a container can be reached at the address that it gives',
  async () => {
    const container = await startKafkaContainer();
    try {
      const [host = '', port] = container.brokers.split(':');
      const socket = connect({ host, port: Number(port) });
      await once(socket, 'connect');
      socket.destroy();
    } finally {
      await container.stop();
    }
  },
  300_000,
);
