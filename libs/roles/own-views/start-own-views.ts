import { openMessageLog } from '../projector/open-message-log';
import type { Surroundings } from '@firstwrite/platform';
import { createOwnViews, ownViewsGroup, ownViewsSessionOptions } from '@firstwrite/views';
import { Client } from 'pg';
import { startProjector, type ProjectorParts, type StartedProjector } from '../projector/start-projector';

/** Views that this process keeps for itself. */
export interface OwnViews extends StartedProjector {
  /** Startup options of a session that reads them. */
  readonly sessionOptions: string;
}

/** The lane is in another process and does not wake this projector, so it polls. */
const POLL_MS = 5;

/**
 * Creates this instance's own views, and keeps them up to date from the whole published log, as a group of one member.
 */
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
