export type { LocalKafkaNode } from './kafka/kafka-node';
export { findLocalKafkaTools, KAFKA_VERSION, prepareKafkaJars } from './kafka/kafka-program';
export { type LocalKafka, startLocalKafka } from './kafka/local-kafka';
export { LocalServerError } from './local-server-error';
export { attachEmbeddedPostgres } from './postgres/attach-embedded-postgres';
export { type EmbeddedPostgres, startEmbeddedPostgres } from './postgres/embedded-postgres';
export { findFreePort } from './process/free-port';
export { type GuardedCommand, type GuardedProcess, LastLines, spawnGuarded, stopOnAbort } from './process/guard';
export { ServerSupervision } from './process/server-supervision';
