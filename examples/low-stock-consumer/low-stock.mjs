import { Kafka, logLevel } from 'kafkajs';
import { StockLevels } from './stock-levels.mjs';

const { KAFKA_BROKERS = '127.0.0.1:9092', KAFKA_TOPIC = 'firstwrite.events.v1' } = process.env;
const { FIRSTWRITE_URL = 'http://127.0.0.1:3000', LOW_STOCK = '5' } = process.env;
const threshold = Number(LOW_STOCK);

const levels = new StockLevels(async (stream) => {
  const reply = await fetch(`${FIRSTWRITE_URL}/v1/${stream.replace('-', '/')}`, { headers: { consistency: 'strong' } });
  if (!reply.ok) throw new Error(`${reply.url} answered ${reply.status}`);
  return reply.json();
});

const kafka = new Kafka({ clientId: 'low-stock', brokers: KAFKA_BROKERS.split(','), logLevel: logLevel.WARN });
const consumer = kafka.consumer({ groupId: 'low-stock' });
// An error that kafkajs does not recover from ends the process; a supervisor starts it again.
consumer.on(consumer.events.CRASH, ({ payload }) => payload.restart || process.exit(1));
await consumer.connect();
await consumer.subscribe({ topic: KAFKA_TOPIC, fromBeginning: true });
// The levels are in memory, so no offset is committed: each start reads the whole topic.
await consumer.run({ autoCommit: false, eachMessage: ({ message }) => watch(message) });
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => consumer.disconnect());

async function watch({ key, value, headers }) {
  const [stream, type, version, time] = [key, headers.ce_type, headers.ce_version, headers.ce_time].map(String);
  if (type === 'firstwrite.watermark.v1' || !stream.startsWith('stock-')) return;
  const level = await levels.apply({ stream, version: Number(version), type, data: JSON.parse(value) });
  if (!level) return;
  const { before = Infinity, after } = level;
  if (before > threshold && after <= threshold) console.log(`${time} ${stream}: ${after} left`);
}
