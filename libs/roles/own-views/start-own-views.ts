import { openMessageLog } from '../projector/open-message-log';
import type { Surroundings } from '@firstwrite/platform';
import { createOwnViews, ownViewsGroup, ownViewsSessionOptions } from '@firstwrite/views';
import { Client } from 'pg';
import { startProjector, type ProjectorParts, type StartedProjector } from '../projector/start-projector';

/** Views that this process keeps for itself. */
export interface OwnViews extends StartedProjector {
  /** Startup options that lead a session to them. */
  readonly sessionOptions: string;
}

/** Nobody wakes a projector that follows the store from another process. */
const POLL_MS = 5;

/** Makes this instance's own views, and keeps them from every event of the published log: a group of one. */
export async function startOwnViews(
  { shop, url, store }: Pick<ProjectorParts, 'shop' | 'url' | 'store'>,
  surroundings: Surroundings,
): Promise<OwnViews> {
  const { FIRSTWRITE_INSTANCE: instance, DATABASE_MIGRATION_URL } = surroundings.settings;
  const owner = new Client({ connectionString: DATABASE_MIGRATION_URL ?? url, connectionTimeoutMillis: 10_000 });
  owner.on('error', () => undefined);
  await owner.connect();
  try {
    await createOwnViews(owner, instance, shop.projections);
  } finally {
    await owner.end();
  }
  const sessionOptions = ownViewsSessionOptions(instance);
  const log = openMessageLog(surroundings);
  const sessionName = ownViewsGroup(instance);
  const following = log && { log, group: sessionName };
  const parts = { shop, url, store, sessionOptions, sessionName, pollMs: POLL_MS, ...(following && { following }) };
  return { ...startProjector(parts, surroundings), sessionOptions };
}
