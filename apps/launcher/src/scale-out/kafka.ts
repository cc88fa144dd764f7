import { startLocalKafka } from '@firstwrite/local-cluster';
import type { Surroundings } from '@firstwrite/platform';

export interface Kafka {
  /** `host:port,host:port…` */
  readonly brokers: string;
  /** Where it is, fit to be shown. */
  readonly description: string;
  /** Resolves when it is gone for good; never, for brokers that are not ours. */
  readonly failed: Promise<Error>;
}

/** The brokers that the settings name, or one of its own on this machine. @throws LocalClusterError when it cannot run one */
export async function openKafka({ settings, logger, shutdown }: Surroundings): Promise<Kafka> {
  const { KAFKA_BROKERS, FIRSTWRITE_DATA_DIR } = settings;
  if (KAFKA_BROKERS) {
    return { brokers: KAFKA_BROKERS, description: KAFKA_BROKERS, failed: new Promise(() => undefined) };
  }
  const log = (line: string) => logger.debug({ part: 'kafka' }, line);
  const kafka = await startLocalKafka({ dataDirectory: FIRSTWRITE_DATA_DIR, log });
  shutdown.started('Kafka', () => kafka.stop());
  const { brokers, failed } = kafka;
  return { brokers, description: `${brokers}, started with the service`, failed };
}
