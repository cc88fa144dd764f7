import { GroupInUseError, KafkaMessageLog } from '@firstwrite/messaging';
import { areOwnViewsKept, dropOwnViews, ownViewsGroup, requireOwnViews } from '@firstwrite/views';
import { Client } from 'pg';
import { CommandFailedError } from '@firstwrite/terminal';
import type { ReachedDatabase } from '../database/reached-database';

/** The instance and the consumer group that were removed. */
export interface ForgottenInstance {
  readonly instance: string;
  /** Undefined: no Kafka is configured, so no group was removed. */
  readonly group: string | undefined;
}

/**
 * Removes an instance's own views, and the consumer group that they were kept by. The group is removed first, because
 * its removal fails while it still has a member. A failure half-way can be repeated.
 * @throws CommandFailedError when there are no such views, or the instance runs @throws LogUnavailableError
 */
export async function forgetInstance(
  instance: string,
  { ownerUrl, settings }: Pick<ReachedDatabase, 'ownerUrl' | 'settings'>,
): Promise<ForgottenInstance> {
  const owner = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 });
  owner.on('error', () => undefined);
  await owner.connect();
  try {
    await requireOwnViews(owner, instance);
    if (await areOwnViewsKept(owner, instance))
      throw new CommandFailedError(`query-api ${instance} runs: stop it first`);
    const { KAFKA_BROKERS: brokers } = settings;
    const group = brokers === undefined ? undefined : await forgetGroup(instance, brokers);
    await dropOwnViews(owner, instance);
    return { instance, group };
  } finally {
    await owner.end();
  }
}

async function forgetGroup(instance: string, brokers: string): Promise<string> {
  const group = ownViewsGroup(instance);
  const log = new KafkaMessageLog({ brokers: brokers.split(','), clientId: 'firstwrite-projector' });
  try {
    await log.forgetGroup(group);
    return group;
  } catch (error) {
    if (!(error instanceof GroupInUseError)) throw error;
    throw new CommandFailedError(`query-api ${instance} runs, or was killed some seconds ago: its group has a member`);
  } finally {
    await log.close();
  }
}
