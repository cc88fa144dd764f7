export { GroupInUseError, LogUnavailableError, TopicMissingError } from './errors';
export { InMemoryMessageLog } from './in-memory/in-memory-message-log';
export { KafkaMessageLog } from './kafka/kafka-message-log';
export type {
  FailureListener,
  Message,
  MessageLog,
  ReceivedMessage,
  Subscription,
  SubscriptionOptions,
  TopicPlan,
} from './message-log';
