import { startLocalKafka } from '../kafka/local-kafka';

/** Like launcher.ts, for a Kafka of one broker. */
async function main(dataDirectory: string, jarDirectory: string): Promise<void> {
  const kafka = await startLocalKafka({ dataDirectory, jarDirectory, log: (line) => console.error(line) });
  process.once('SIGTERM', () => void kafka.stop());
  console.log(JSON.stringify({ url: kafka.brokers, pid: kafka.nodes[0]?.pid, port: 0 }));
}

main(process.argv[2] ?? '', process.argv[3] ?? '').catch((error: { code?: string; message?: string }) => {
  console.log(JSON.stringify({ error: { code: error.code, message: error.message } }));
  process.exitCode = 1;
});
