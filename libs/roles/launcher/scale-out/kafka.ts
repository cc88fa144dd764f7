import { startLocalKafka } from '@firstwrite/local-servers';
import type { Surroundings } from '@firstwrite/platform';

export interface Kafka {
  /** `host:port,host:port…` */
  readonly brokers: string;
  /** The place of the brokers, for the banner. */
  readonly description: string;
  /** Resolves when Kafka is gone for good; never for brokers that this process did not start. */
  readonly failed: Promise<Error>;
  /** Stops the broker that was started, if there is one. */
  stop(): Promise<void>;
}

/**
 * The brokers that the settings name, or a broker that is started on this machine.
 * @throws LocalServerError when it cannot be started
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
