import { randomUUID } from 'node:crypto';
import { eventually } from '@firstwrite/testing';
import type { Message, MessageLog, PartitionHandler, ReceivedMessage, Subscription, TopicPlan } from '../message-log';

/** An adapter, and the actions of a test that the port does not offer. */
export interface LogUnderTest {
  readonly log: MessageLog;
  deleteTopic(topic: string): Promise<void>;
  close(): Promise<void>;
}

/** Kafka's first join of a group, and a rebalance, take a second or two on a busy machine. */
export const withinMs = 20_000;

export const newName = (what: string): string => `${what}-${randomUUID()}`;

export function planOf(topic: string, more: Partial<TopicPlan> = {}): TopicPlan {
  return {
    topic,
    partitions: 3,
    replicationFactor: 1,
    minInsyncReplicas: 1,
    retentionMs: 3_600_000,
    batchBytesMax: 1_000_000,
    ...more,
  };
}

export function messagesOf(...values: readonly (string | number)[]): Message[] {
  return values.map((value) => ({
    key: `key-${value}`,
    value: String(value),
    headers: { kind: 'test', value: `${value}` },
  }));
}

/** A member that records its assignments and deliveries, and commits each delivery. */
export class Recorder implements PartitionHandler {
  readonly assignments: { readonly partitions: readonly number[]; readonly count: number }[] = [];
  readonly deliveries: { readonly partition: number; readonly message: ReceivedMessage }[] = [];
  subscription: Subscription | undefined;
  /** Called for each delivery; a test lets the delivery wait or fail. */
  meet: (partition: number, messages: readonly ReceivedMessage[]) => void | Promise<void> = () => undefined;

  assigned(partitions: readonly number[], count: number): void {
    this.assignments.push({ partitions, count });
  }

  async received(partition: number, messages: readonly ReceivedMessage[]): Promise<void> {
    await this.meet(partition, messages);
    for (const message of messages) this.deliveries.push({ partition, message });
    const last = messages.at(-1);
    if (last) this.subscription?.commit(partition, last.offset + 1n);
  }

  values(partition?: number): string[] {
    return this.deliveries
      .filter((one) => partition === undefined || one.partition === partition)
      .map(({ message }) => message.value);
  }

  get partitions(): readonly number[] {
    return this.assignments.at(-1)?.partitions ?? [];
  }
}

/** A member of a group; a test may have several. */
export function follow(log: MessageLog, topic: string, group = newName('group')): Recorder & { stop(): Promise<void> } {
  const recorder = new Recorder();
  const subscription = log.subscribe({ topic, group, instance: newName('member'), handler: recorder });
  recorder.subscription = subscription;
  return Object.assign(recorder, { stop: () => subscription.stop() });
}

/** Waits until this is a member's last assignment. */
export async function expectAssigned(recorder: Recorder, partitions: readonly number[], count: number): Promise<void> {
  await eventually(() => expect(recorder.assignments.at(-1)).toEqual({ partitions, count }), { withinMs });
}
