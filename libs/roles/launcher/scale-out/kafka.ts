import { startLocalKafka } from '@firstwrite/local-servers';
import type { Surroundings } from '@firstwrite/platform';

export interface Kafka {
  /** `host:port,host:port…` */
  readonly brokers: string;
  /** Where it is, fit to be shown. */
  readonly description: string;
  /** Resolves when it is gone for good; never, for brokers that are not ours. */
  readonly failed: Promise<Error>;
  /** Stops what was started. */
  stop(): Promise<void>;
}

/**
 * The brokers that the settings name, or one of its own on this machine.
 * @throws LocalServerError when it cannot run one
 */
export async function openKafka({ settings, logger }: Surroundings): Promise<Kafka> {
  const { KAFKA_BROKERS, FIRSTWRITE_DATA_DIR } = settings;
  if (KAFKA_BROKERS) {
    const never = new Promise<Error>(() => undefined);
    return { brokers: KAFKA_BROKERS, description: KAFKA_BROKERS, failed: never, stop: () => Promise.resolve() };
  }
  const log = (line: string) => logger.debug({ part: 'kafka' }, line);
  const kafka = await startLocalKafka({ dataDirectory: FIRSTWRITE_DATA_DIR, log });
  const { brokers, failed } = kafka;
  return { brokers, description: `${brokers}, started with the service`, failed, stop: () => kafka.stop() };
}
