import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

/** Creates a folder that PostgreSQL's user may enter too; {@link removeDirectories} removes it. */
export async function makeDirectory(): Promise<string> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'firstwrite-e2e-')));
  await chmod(directory, 0o755);
  made.push(directory);
  return directory;
}

export function madeDirectories(): readonly string[] {
  return made;
}

export async function removeDirectories(): Promise<void> {
  for (const directory of made.splice(0)) await rm(directory, { recursive: true, force: true, maxRetries: 10 });
}
