import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../system-error';

export interface PostmasterRecord {
  readonly pid: number;
  readonly port: number | undefined;
  readonly ready: boolean;
}

export const postmasterFile = (clusterDirectory: string): string => join(clusterDirectory, 'postmaster.pid');

/** What a server wrote about itself; nothing when the file is absent or its first line is not a pid. */
export async function readPostmasterFile(clusterDirectory: string): Promise<PostmasterRecord | undefined> {
  try {
    return parsePostmasterFile(await readFile(postmasterFile(clusterDirectory), 'utf8'));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Line 1 is the pid, line 4 the port, line 8 the status; PostgreSQL adds the later lines as it gets that far. */
export function parsePostmasterFile(text: string): PostmasterRecord | undefined {
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number.parseInt(lines[0] ?? '', 10);
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  const port = Number.parseInt(lines[3] ?? '', 10);
  return { pid, port: Number.isSafeInteger(port) ? port : undefined, ready: lines[7] === 'ready' };
}
