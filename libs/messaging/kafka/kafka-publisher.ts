import { Deadline, pause } from '@firstwrite/resilience';
import type { Producer } from 'kafkajs';
import { LogUnavailableError, TopicMissingError } from '../errors';
import type { FailureListener, Message } from '../message-log';
import { clientRetry, createClient } from './kafka-client';
import { explainFailure, failureTypes } from './kafka-failure';
import type { KafkaSettings } from './kafka-options';

/**
 * An idempotent producer has one request at a time on its way to each broker. Four of them, each with partitions of its own, keep
 * a broker busy; more gained nothing on two cores.
 */
const producersMax = 4;
const retryPauseMs = 200;

/** After these the producer's sequence numbers and the broker's do not match any more, and never will again. */
const brokenSequence = [
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_EPOCH',
  'INVALID_PRODUCER_ID_MAPPING',
  'DUPLICATE_SEQUENCE_NUMBER',
];

/** What one publish appends, and where. */
export interface Publication {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly Message[];
  readonly onFailure: FailureListener;
}

/** Publishes through a few producers; a partition always through the same one, so that its messages keep their order. */
export class KafkaPublisher {
  private readonly producers: (Promise<Producer> | undefined)[] = [];
  private closed = false;

  constructor(private readonly settings: KafkaSettings) {}

  /**
   * One `send` is one record batch of one partition, which a broker takes as a whole. A `send` that spans partitions loses
   * acknowledged messages when a broker dies.
   */
  async publish(publication: Publication): Promise<void> {
    const deadline = new Deadline(this.settings.publishMsMax);
    for (;;) {
      const connecting = this.producerOf(publication.partition);
      const failure = await tryPublish(connecting, publication);
      if (!failure) return;
      const late = this.closed || deadline.leftMs < retryPauseMs;
      const passing = failure instanceof LogUnavailableError && !late;
      // What was given up may have been written: under the same numbers the broker would take the next batch for it, and drop it.
      if (!passing || isSequenceBroken(failure.cause)) this.discard(publication.partition, connecting);
      if (!passing) throw failure;
      publication.onFailure(failure);
      await pause(retryPauseMs);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.producers.map(disconnect));
    this.producers.length = 0;
  }

  private producerOf(partition: number): Promise<Producer> {
    if (this.closed) throw new LogUnavailableError('it was closed');
    const lane = partition % producersMax;
    return (this.producers[lane] ??= this.connect(lane));
  }

  private async connect(lane: number): Promise<Producer> {
    const producer = createClient(this.settings).producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      metadataMaxAge: this.settings.metadataMaxAgeMs,
      createPartitioner: () => (choice) => choice.message.partition ?? 0,
      retry: clientRetry,
    });
    try {
      await producer.connect();
      return producer;
    } catch (error) {
      this.producers[lane] = undefined;
      void producer.disconnect().catch(() => undefined);
      throw error;
    }
  }

  private discard(partition: number, connecting: Promise<Producer>): void {
    const lane = partition % producersMax;
    if (this.producers[lane] === connecting) this.producers[lane] = undefined;
    void disconnect(connecting);
  }
}

async function tryPublish(connecting: Promise<Producer>, publication: Publication): Promise<Error | undefined> {
  const { topic, partition, messages } = publication;
  try {
    const producer = await connecting;
    const sent = messages.map(({ key, value, headers }) => ({ key, value, headers, partition }));
    const answers = await producer.send({ topic, messages: sent, acks: -1 });
    const taken = answers.some((one) => one.topicName === topic && one.partition === partition && one.errorCode === 0);
    // kafkajs sends nothing, and says nothing, when it knows of no such partition.
    return taken ? undefined : new TopicMissingError(topic);
  } catch (error) {
    return explainFailure(error, topic);
  }
}

function isSequenceBroken(error: unknown): boolean {
  return failureTypes(error).some((type) => brokenSequence.includes(type));
}

async function disconnect(connecting: Promise<Producer> | undefined): Promise<void> {
  const producer = await connecting?.catch(() => undefined);
  await producer?.disconnect().catch(() => undefined);
}
