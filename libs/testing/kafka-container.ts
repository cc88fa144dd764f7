/** Kafka in a container, until `stop`; when this process is killed, the engine's own reaper removes it. */
export interface KafkaContainer {
  /** `host:port`. */
  readonly brokers: string;
  stop(): Promise<void>;
}

/** The Confluent Platform of Kafka 4.1, which the module of testcontainers is made for. */
const IMAGE = 'confluentinc/cp-kafka:8.1.0';
/** The port inside the container; the engine maps it to a port of its choice. */
const CLIENT_PORT = 9093;

/**
 * Starts one broker in a container; the first time its image is pulled. Ask {@link dockerEngineAnswers} first.
 * @throws what the engine says; nothing runs then
 */
export async function startKafkaContainer(): Promise<KafkaContainer> {
  // Imported only here, so that a run without an engine does not load it.
  const testcontainers = await import('@testcontainers/kafka');
  const container = await new testcontainers.KafkaContainer(IMAGE)
    .withKraft()
    .withEnvironment({ KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false' })
    .start();
  return {
    brokers: `${container.getHost()}:${container.getMappedPort(CLIENT_PORT)}`,
    stop: async () => void (await container.stop()),
  };
}
