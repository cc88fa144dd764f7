export * from './errors';
export * from './message-log';
export { KafkaMessageLog } from './kafka/kafka-message-log';
export type { KafkaMessageLogOptions } from './kafka/kafka-options';
export { InMemoryMessageLog } from './in-memory/in-memory-message-log';
