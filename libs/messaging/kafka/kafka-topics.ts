import { Deadline, pause } from '@firstwrite/resilience';
import { ConfigResourceTypes, ConfigSource, type Admin, type PartitionMetadata } from 'kafkajs';
import { GroupInUseError, LogUnavailableError, TopicMissingError, TopicPlanError } from '../errors';
import type { TopicChange, TopicDescription, TopicPlan } from '../message-log';
import { createClient } from './kafka-client';
import { explainFailure, failureTypes } from './kafka-failure';
import type { KafkaSettings } from './kafka-options';

const settingNames = {
  retention: 'retention.ms',
  minInsync: 'min.insync.replicas',
  batchBytes: 'max.message.bytes',
} as const;

/** Kafka answers requests about a topic while another one creates or deletes it. */
const raceAttemptsMax = 20;
const shownMsMax = 10_000;
const shownPollMs = 50;

interface TopicState {
  readonly description: TopicDescription;
  readonly batchBytesMax: number;
  /** What is set on the topic itself. */
  readonly own: ReadonlyMap<string, string>;
}

/** Topics and groups, through a connection of its own for each question: they are rare. */
export class KafkaTopics {
  constructor(private readonly settings: KafkaSettings) {}

  async describe(topic: string): Promise<TopicDescription> {
    const state = await this.ask(topic, (admin) => readTopic(admin, topic));
    if (!state) throw new TopicMissingError(topic);
    return state.description;
  }

  async leaders(topic: string): Promise<readonly number[]> {
    const partitions = await this.ask(topic, (admin) => readPartitions(admin, topic));
    if (partitions.length === 0) throw new TopicMissingError(topic);
    return partitions.map(({ leader }) => leader);
  }

  apply(plan: TopicPlan): Promise<TopicChange> {
    if (plan.minInsyncReplicas > plan.replicationFactor) {
      throw refusal(
        plan,
        `${plan.minInsyncReplicas} replicas in sync are more than its ${plan.replicationFactor} replicas`,
      );
    }
    return this.ask(plan.topic, async (admin) => {
      for (let attempt = 1; attempt <= raceAttemptsMax; attempt += 1) {
        const state = await readTopic(admin, plan.topic);
        const change = state ? await changeTopic(admin, plan, state) : await createTopic(admin, plan);
        if (change === 'unchanged') return change;
        if (change) return untilShown(admin, plan, change);
      }
      throw new LogUnavailableError(`topic "${plan.topic}" is neither there nor can it be created`);
    });
  }

  async forgetGroup(group: string): Promise<void> {
    await this.ask(group, async (admin) => {
      try {
        await admin.deleteGroups([group]);
      } catch (error) {
        const { groups = [] } = error as { groups?: { error?: unknown }[] };
        const types = groups.flatMap((one) => failureTypes(one.error));
        if (types.includes('GROUP_ID_NOT_FOUND')) return;
        if (types.includes('NON_EMPTY_GROUP')) throw new GroupInUseError(group);
        throw error;
      }
    });
  }

  private async ask<Answer>(about: string, question: (admin: Admin) => Promise<Answer>): Promise<Answer> {
    const admin = createClient(this.settings).admin();
    try {
      await admin.connect();
      return await question(admin);
    } catch (error) {
      if (error instanceof TopicPlanError || error instanceof GroupInUseError) throw error;
      throw explainFailure(error, about);
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }
}

/** In their order; none when the topic is not there. */
async function readPartitions(admin: Admin, topic: string): Promise<readonly PartitionMetadata[]> {
  // Asked for one topic by name, kafkajs lets the broker create it.
  const { topics } = await admin.fetchTopicMetadata();
  const found = topics.find(({ name }) => name === topic)?.partitions ?? [];
  return found.sort((one, other) => one.partitionId - other.partitionId);
}

async function readTopic(admin: Admin, topic: string): Promise<TopicState | undefined> {
  const partitions = await readPartitions(admin, topic);
  const [first] = partitions;
  if (!first) return undefined;
  const { resources } = await admin.describeConfigs({
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic }],
    includeSynonyms: false,
  });
  const entries = resources[0]?.configEntries ?? [];
  const numberOf = (name: string): number => Number(entries.find(({ configName }) => configName === name)?.configValue);
  return {
    description: {
      topic,
      partitions: partitions.length,
      replicationFactor: first.replicas.length,
      minInsyncReplicas: numberOf(settingNames.minInsync),
      retentionMs: numberOf(settingNames.retention),
    },
    batchBytesMax: numberOf(settingNames.batchBytes),
    own: new Map(
      entries
        .filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG)
        .map(({ configName, configValue }) => [configName, configValue]),
    ),
  };
}

function plannedSettings(plan: TopicPlan): Map<string, string> {
  return new Map([
    [settingNames.retention, String(plan.retentionMs)],
    [settingNames.minInsync, String(plan.minInsyncReplicas)],
    [settingNames.batchBytes, String(plan.batchBytesMax)],
  ]);
}

/** A broker answers a change before it shows it: who describes the topic next shall see what was planned. */
async function untilShown(admin: Admin, plan: TopicPlan, change: TopicChange): Promise<TopicChange> {
  const deadline = new Deadline(shownMsMax);
  for (;;) {
    const state = await readTopic(admin, plan.topic);
    if (state && state.description.partitions >= plan.partitions && !differs(plan, state)) return change;
    if (deadline.isOver) throw new LogUnavailableError(`topic "${plan.topic}" is not shown as it was made`);
    await pause(shownPollMs);
  }
}

function differs(plan: TopicPlan, { description, batchBytesMax }: TopicState): boolean {
  return (
    plan.retentionMs !== description.retentionMs ||
    plan.minInsyncReplicas !== description.minInsyncReplicas ||
    plan.batchBytesMax !== batchBytesMax
  );
}

/** Nothing when another one created it meanwhile. */
async function createTopic(admin: Admin, plan: TopicPlan): Promise<TopicChange | undefined> {
  const { topic, partitions, replicationFactor } = plan;
  const configEntries = [...plannedSettings(plan)].map(([name, value]) => ({ name, value }));
  try {
    const created = await admin.createTopics({
      waitForLeaders: true,
      topics: [{ topic, numPartitions: partitions, replicationFactor, configEntries }],
    });
    return created ? 'created' : undefined;
  } catch (error) {
    throw planErrorOf(error, plan);
  }
}

async function changeTopic(admin: Admin, plan: TopicPlan, state: TopicState): Promise<TopicChange> {
  const { description } = state;
  if (plan.partitions < description.partitions) {
    throw refusal(plan, `it has ${description.partitions} partitions, and partitions cannot be removed`);
  }
  if (plan.replicationFactor !== description.replicationFactor) {
    throw refusal(plan, `it has ${description.replicationFactor} replicas: use Kafka's own tool to reassign them`);
  }
  const grows = plan.partitions > description.partitions;
  const otherSettings = differs(plan, state);
  try {
    if (otherSettings) await alterSettings(admin, plan, state);
    if (grows) await admin.createPartitions({ topicPartitions: [{ topic: plan.topic, count: plan.partitions }] });
  } catch (error) {
    throw planErrorOf(error, plan);
  }
  return otherSettings || grows ? 'changed' : 'unchanged';
}

async function alterSettings(admin: Admin, plan: TopicPlan, { own }: TopicState): Promise<void> {
  const configEntries = [...new Map([...own, ...plannedSettings(plan)])].map(([name, value]) => ({ name, value }));
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: plan.topic, configEntries }],
  });
}

const planTypes = [
  'INVALID_REPLICATION_FACTOR',
  'INVALID_PARTITIONS',
  'INVALID_CONFIG',
  'INVALID_REQUEST',
  'POLICY_VIOLATION',
  'INVALID_TOPIC_EXCEPTION',
];

function planErrorOf(error: unknown, plan: TopicPlan): unknown {
  const parts = (error as { errors?: unknown[] }).errors ?? [];
  const types = [error, ...parts].flatMap(failureTypes);
  const type = types.find((one) => planTypes.includes(one));
  if (type === undefined) return error;
  const reason = parts[0] instanceof Error ? parts[0].message : (error as Error).message;
  return refusal(plan, `Kafka refuses it (${type}): ${reason}`);
}

function refusal({ topic, partitions, replicationFactor }: TopicPlan, reason: string): TopicPlanError {
  return new TopicPlanError(
    `topic "${topic}" cannot have ${partitions} partitions of ${replicationFactor} replicas as planned: ${reason}`,
  );
}
