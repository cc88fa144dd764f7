/** No broker answers, or those that do cannot serve now; safe to repeat. */
export class LogUnavailableError extends Error {
  readonly code = 'log-unavailable';
  constructor(detail: string, cause?: unknown) {
    super(`the message log is unavailable: ${detail}`, { cause });
  }
}

/** The topic, or a partition of it, does not exist; nothing creates it in passing. */
export class TopicMissingError extends Error {
  readonly code = 'topic-missing';
  constructor(readonly topic: string) {
    super(`topic "${topic}" is not there: run "firstwrite topics apply"`);
  }
}

/** The log cannot have a topic as it was planned: fewer partitions than it has, more replicas than there are brokers. */
export class TopicPlanError extends Error {
  readonly code = 'topic-plan';
}

/** The messages of one publish are more than the topic takes in one batch; none was written, and the same ones never will be. */
export class BatchTooLargeError extends Error {
  readonly code = 'batch-too-large';
  constructor(topic: string) {
    super(`a batch of messages is larger than topic "${topic}" takes (max.message.bytes): publish fewer at once`);
  }
}

/** A group cannot be removed while it has members; one that was killed counts for as long as its session lasts. */
export class GroupInUseError extends Error {
  readonly code = 'group-in-use';
  constructor(group: string) {
    super(`group "${group}" has members`);
  }
}
