export { attachEmbeddedPostgres, type AttachedPostgres, type AttachOptions } from './attach-embedded-postgres';
export { startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres';
export { spawnGuarded, type GuardedCommand, type GuardedExit, type GuardedProcess } from './guard';
export { LocalClusterError, type LocalClusterErrorCode } from './local-cluster-error';
export { findLocalKafkaTools, type LocalKafkaTools } from './kafka/kafka-tools';
export { hasKafkaJars, kafkaVersion, prepareKafkaJars } from './kafka/kafka-jars';
export { startLocalKafka, type LocalKafka, type LocalKafkaOptions } from './kafka/local-kafka';
export type { LocalKafkaNode } from './kafka/kafka-node-supervision';
