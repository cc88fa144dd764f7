import { Deadline, pause } from '@firstwrite/resilience';
import { ConfigResourceTypes, ConfigSource, type Admin, type PartitionMetadata } from 'kafkajs';
import { GroupInUseError, LogUnavailableError, TopicMissingError, TopicPlanError } from '../errors';
import type { TopicChange, TopicDescription, TopicPlan } from '../message-log';
import { createClient } from './kafka-client';
import { explainFailure, failureTypes } from './kafka-failure';
import type { KafkaSettings } from './kafka-options';

const SETTING_NAMES = {
  retention: 'retention.ms',
  minInsync: 'min.insync.replicas',
  batchBytes: 'max.message.bytes',
} as const;

/** Attempts while another process creates or deletes the topic: the topic may appear or vanish within each of them. */
const RACE_ATTEMPTS_MAX = 20;
const SHOWN_MS_MAX = 10_000;
const SHOWN_POLL_MS = 50;

interface TopicState {
  readonly description: TopicDescription;
  readonly batchBytesMax: number;
  /** The settings of the topic itself, without the broker's defaults. */
  readonly own: ReadonlyMap<string, string>;
}

/** Describes and changes topics and groups. Each request has a connection of its own, because requests are rare. */
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
      for (let attempt = 1; attempt <= RACE_ATTEMPTS_MAX; attempt += 1) {
        const state = await readTopic(admin, plan.topic);
        const change = state ? await changeTopic(admin, plan, state) : await createTopic(admin, plan);
        if (change === 'unchanged') return change;
        if (change) return untilShown(admin, plan, change);
      }
      throw new LogUnavailableError(`topic "${plan.topic}" does not exist and cannot be created`);
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

/** The partitions in their order; none when the topic is missing. */
async function readPartitions(admin: Admin, topic: string): Promise<readonly PartitionMetadata[]> {
  // All topics: kafkajs lets the broker create a topic that is asked for by name.
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
      minInsyncReplicas: numberOf(SETTING_NAMES.minInsync),
      retentionMs: numberOf(SETTING_NAMES.retention),
    },
    batchBytesMax: numberOf(SETTING_NAMES.batchBytes),
    own: new Map(
      entries
        .filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG)
        .map(({ configName, configValue }) => [configName, configValue]),
    ),
  };
}

function plannedSettings(plan: TopicPlan): Map<string, string> {
  return new Map([
    [SETTING_NAMES.retention, String(plan.retentionMs)],
    [SETTING_NAMES.minInsync, String(plan.minInsyncReplicas)],
    [SETTING_NAMES.batchBytes, String(plan.batchBytesMax)],
  ]);
}

/** Waits until a change is visible: a broker acknowledges a change before it describes it. */
async function untilShown(admin: Admin, plan: TopicPlan, change: TopicChange): Promise<TopicChange> {
  const deadline = new Deadline(SHOWN_MS_MAX);
  for (;;) {
    const state = await readTopic(admin, plan.topic);
    if (state && state.description.partitions >= plan.partitions && !differs(plan, state)) return change;
    if (deadline.isOver) throw new LogUnavailableError(`topic "${plan.topic}" is not visible as it was planned`);
    await pause(SHOWN_POLL_MS);
  }
}

function differs(plan: TopicPlan, { description, batchBytesMax }: TopicState): boolean {
  return (
    plan.retentionMs !== description.retentionMs ||
    plan.minInsyncReplicas !== description.minInsyncReplicas ||
    plan.batchBytesMax !== batchBytesMax
  );
}

/** Creates a topic. @returns undefined when another process created it meanwhile */
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

const PLAN_ERROR_TYPES = [
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
  const type = types.find((one) => PLAN_ERROR_TYPES.includes(one));
  if (type === undefined) return error;
  const reason = parts[0] instanceof Error ? parts[0].message : (error as Error).message;
  return refusal(plan, `Kafka refuses it (${type}): ${reason}`);
}

function refusal({ topic, partitions, replicationFactor }: TopicPlan, reason: string): TopicPlanError {
  return new TopicPlanError(
    `topic "${topic}" cannot have ${partitions} partitions of ${replicationFactor} replicas as planned: ${reason}`,
  );
}
