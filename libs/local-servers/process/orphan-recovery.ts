import { unlink } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { LocalClusterError } from '../local-cluster-error';
import { postmasterFile, readPostmasterFile } from '../postgres/postmaster-file';
import { observeProcess } from './process-facts';
import { hasCode } from '../system-error';

const pollMs = 100;
/** A fast shutdown writes a checkpoint: with the 4 GB of WAL the settings allow this can take a while on a slow disk. */
const orphanStopMsMax = 60_000;

/**
 * Leaves a cluster directory that no server runs on. Only its owner may call it.
 * A server whose launcher is gone is stopped. A stale pid file is removed only when its pid is a zombie or belongs to another
 * program now, which PostgreSQL cannot tell; otherwise PostgreSQL itself judges the file and the shared memory it names.
 */
export async function endOrphanedServer(clusterDirectory: string, log: (line: string) => void): Promise<void> {
  const record = await readPostmasterFile(clusterDirectory);
  if (!record) return;
  const facts = await observeProcess(record.pid);
  if (!facts) return;
  if (facts.zombie || !isServerOn(facts.args, clusterDirectory)) {
    await unlink(postmasterFile(clusterDirectory));
    return;
  }
  log(`PostgreSQL (process ${record.pid}) was left running without its launcher: stopping it`);
  await stopServer(record.pid, clusterDirectory);
}

export function isServerOn(args: string, clusterDirectory: string): boolean {
  const [program = '', directory = ''] = args.split(' -D ');
  return program.endsWith('postgres') && `${directory} `.startsWith(`${clusterDirectory} `);
}

async function stopServer(pid: number, clusterDirectory: string): Promise<void> {
  const deadline = Date.now() + orphanStopMsMax;
  while (Date.now() < deadline) {
    if (!interrupt(pid, clusterDirectory)) return;
    await delay(pollMs);
    const facts = await observeProcess(pid);
    if (!facts || facts.zombie || !isServerOn(facts.args, clusterDirectory)) return;
  }
  throw new LocalClusterError(
    'data-directory-in-use',
    `PostgreSQL (process ${pid}) runs on ${clusterDirectory} without its launcher and did not stop: end it by hand.`,
  );
}

function interrupt(pid: number, clusterDirectory: string): boolean {
  try {
    return process.kill(pid, 'SIGINT');
  } catch (error) {
    if (hasCode(error, 'ESRCH')) return false;
    throw new LocalClusterError(
      'data-directory-in-use',
      `PostgreSQL (process ${pid}) of another user runs on ${clusterDirectory}: stop it as that user or as root.`,
    );
  }
}
