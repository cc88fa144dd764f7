import { chmod, mkdir, realpath } from 'node:fs/promises';
import { resolve } from 'node:path';

/**
 * Makes the folder where it is missing, and returns its one true path: a server is recognised by the path it was started with.
 * A folder that root makes must be open to the server's account, whatever root's umask is.
 */
export async function prepareDataDirectory(dataDirectory: string): Promise<string> {
  const path = resolve(dataDirectory);
  const made = await mkdir(path, { recursive: true, mode: 0o755 });
  if (made !== undefined && process.getuid?.() === 0) await chmod(path, 0o755);
  return realpath(path);
}
