import { listOwnViews } from '@firstwrite/views';
import type { Client, Pool } from 'pg';
import { CommandFailedError } from '@firstwrite/platform';

/**
 * Asks for the views that an instance keeps for itself. A session that was led to views that are not there would see the shared ones.
 * @throws CommandFailedError when there are none of that name
 */
export async function requireOwnViews(database: Client | Pool, instance: string): Promise<void> {
  if ((await listOwnViews(database)).includes(instance)) return;
  throw new CommandFailedError(
    `no instance "${instance}" has views of its own: "firstwrite projector list" names those that have`,
  );
}
