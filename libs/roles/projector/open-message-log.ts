import { KafkaMessageLog, type MessageLog } from '@firstwrite/messaging';
import type { Surroundings } from '@firstwrite/platform';

/**
 * The message log at KAFKA_BROKERS, closed by the shutdown order; undefined: there is none. The brokers need not answer
 * yet.
 */
export function openMessageLog({ settings, logger, shutdown }: Surroundings): MessageLog | undefined {
  const { KAFKA_BROKERS: brokers } = settings;
  if (brokers === undefined) return undefined;
  const log = new KafkaMessageLog({
    brokers: brokers.split(','),
    clientId: process.title.replaceAll(' ', '-'),
    log: (line) => logger.warn({ part: 'kafka' }, line),
  });
  shutdown.started('message log', () => log.close());
  return log;
}
