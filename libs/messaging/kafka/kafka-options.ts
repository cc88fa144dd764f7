/** The addresses of Kafka, and the time limits of its answers. */
export interface KafkaMessageLogOptions {
  /** `host:port` of some brokers; the others are learned from them. */
  readonly brokers: readonly string[];
  /** The name of this process in the brokers' logs and quotas. */
  readonly clientId: string;
  /** A member that is silent for this long loses its partitions. Default 6,000, the least that a broker accepts. */
  readonly sessionTimeoutMs?: number;
  /** How long a publish is tried before it rejects. Default 30,000: a dead broker is replaced within 10 s. */
  readonly publishMsMax?: number;
  /** A consumer that has had no answer from a broker for this long is replaced. Default 20,000. */
  readonly stallMsMax?: number;
  /** How often the brokers are asked for new partitions and leaders. Default 3,000. */
  readonly metadataMaxAgeMs?: number;
  /** Called with a line when a connection is lost, and when it is back. */
  readonly log?: (line: string) => void;
}

/** The options with their defaults. */
export type KafkaSettings = Required<KafkaMessageLogOptions>;

export function withDefaults(options: KafkaMessageLogOptions): KafkaSettings {
  return {
    sessionTimeoutMs: 6_000,
    publishMsMax: 30_000,
    stallMsMax: 20_000,
    metadataMaxAgeMs: 3_000,
    log: () => undefined,
    ...options,
  };
}
