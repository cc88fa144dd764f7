/** No broker answers, or the brokers that answer cannot serve now; safe to repeat. */
export class LogUnavailableError extends Error {
  readonly code = 'log-unavailable';
  constructor(detail: string, cause?: unknown) {
    super(`the message log is unavailable: ${detail}`, { cause });
  }
}

/** The topic, or a partition of it, does not exist; it is never created implicitly. */
export class TopicMissingError extends Error {
  readonly code = 'topic-missing';
  constructor(readonly topic: string) {
    super(`topic "${topic}" is not there: run "firstwrite topics apply"`);
  }
}

/** A topic cannot be as planned: fewer partitions than it has, for example, or more replicas than there are brokers. */
export class TopicPlanError extends Error {
  readonly code = 'topic-plan';
}

/** The messages of one publish exceed the topic's batch limit; none was written, and repeating cannot help. */
export class BatchTooLargeError extends Error {
  readonly code = 'batch-too-large';
  constructor(topic: string) {
    super(`a batch of messages is larger than topic "${topic}" allows (max.message.bytes): publish fewer at once`);
  }
}

/** A group cannot be removed while it has members; a killed member counts until its session times out. */
export class GroupInUseError extends Error {
  readonly code = 'group-in-use';
  constructor(group: string) {
    super(`group "${group}" has members`);
  }
}
