import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readFile, readdir, realpath, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { hasCode, LocalServerError } from '../local-server-error';
import { isStillRunning, observeProcess } from '../process/process-facts';

/**
 * Creates the folder if it is missing, and returns its absolute path without symbolic links: the path is how a running
 * server is recognised. The account of the server can enter a folder that root creates, whatever the umask of root is.
 */
export async function prepareDataDirectory(dataDirectory: string): Promise<string> {
  const path = resolve(dataDirectory);
  const made = await mkdir(path, { recursive: true, mode: 0o755 });
  if (made !== undefined && process.getuid?.() === 0) await chmod(path, 0o755);
  return realpath(path);
}

/** Removes the unfinished files of programs that were killed. Only the owner of the directory may call it. */
export async function removeUnfinished(directory: string): Promise<void> {
  const unfinished = (await readdir(directory)).filter((name) => name.includes('.unfinished-'));
  for (const name of unfinished) await rm(join(directory, name), { recursive: true, force: true, maxRetries: 10 });
}

/** An attempt is repeated only when another process changed the file meanwhile, and only a few processes race. */
const CLAIM_ATTEMPTS_MAX = 20;
/** Each level means that one more process was killed while it took over from a process that was killed doing so. */
const TAKEOVER_DEPTH_MAX = 4;

const heldByThisProcess = new Set<string>();

export const ownerFile = (dataDirectory: string): string => join(dataDirectory, 'owner.json');

/**
 * Makes this process the only owner of a data directory until `release`. If several processes try at once, one
 * succeeds.
 * @throws LocalServerError `data-directory-in-use`, with the process that owns it
 */
export async function claimDataDirectory(dataDirectory: string): Promise<{ release: () => Promise<void> }> {
  const file = ownerFile(dataDirectory);
  const self = await describeThisProcess();
  if (heldByThisProcess.has(file)) throw inUse(dataDirectory, self);
  heldByThisProcess.add(file);
  try {
    await acquire(file, { dataDirectory, self, depth: 0 });
  } catch (error) {
    heldByThisProcess.delete(file);
    throw error;
  }
  return {
    release: async () => {
      if (!heldByThisProcess.delete(file)) return;
      if (isSameOwner((await readOwner(file))?.record, self)) await unlink(file).catch(() => undefined);
    },
  };
}

/** The process that owns the data directory; undefined when there is no owner, or the owner has ended. */
export async function findLiveOwner(dataDirectory: string): Promise<OwnerRecord | undefined> {
  const record = (await readOwner(ownerFile(dataDirectory)))?.record;
  return record && (await isStillRunning(record.pid, record.startTime)) ? record : undefined;
}

interface Claim {
  readonly dataDirectory: string;
  readonly self: OwnerRecord;
  readonly depth: number;
}

async function acquire(file: string, claim: Claim): Promise<void> {
  for (let attempt = 0; attempt < CLAIM_ATTEMPTS_MAX; attempt++) {
    if (await createWhole(file, claim.self)) return;
    const found = await readOwner(file);
    if (!found) continue;
    const { record } = found;
    const leftByThisProcess = isSameOwner(record, claim.self);
    if (record && !leftByThisProcess && (await isStillRunning(record.pid, record.startTime))) {
      throw inUse(claim.dataDirectory, record);
    }
    if (await takeOver(file, found.text, claim)) return;
  }
  throw new LocalServerError(
    'data-directory-in-use',
    `Too many processes start on ${claim.dataDirectory} at once: try again.`,
  );
}

/**
 * Replaces the file of an owner that has ended; false when another process did so first. Several processes may find the
 * same file, so only the owner of a second file may replace the first, and it reads the first once more before that.
 */
async function takeOver(file: string, deadText: string, claim: Claim): Promise<boolean> {
  if (claim.depth >= TAKEOVER_DEPTH_MAX) {
    throw new LocalServerError(
      'data-directory-unusable',
      `The owner of ${claim.dataDirectory} is unclear: ` +
        `if no program uses the directory, remove ${file} and the files whose names begin like that.`,
    );
  }
  const right = `${file}.successor`;
  await acquire(right, { ...claim, depth: claim.depth + 1 });
  try {
    if ((await readOwner(file))?.text !== deadText) return false;
    const draft = await writeDraft(file, claim.self);
    await rename(draft, file);
    return true;
  } finally {
    await unlink(right);
  }
}

/** Creates a file with its whole content, or not at all: link(2) fails when the name exists. */
async function createWhole(file: string, record: OwnerRecord): Promise<boolean> {
  const draft = await writeDraft(file, record);
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}

async function writeDraft(file: string, record: OwnerRecord): Promise<string> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(record)}\n`, { flag: 'wx' });
  return draft;
}

async function readOwner(file: string): Promise<{ text: string; record: OwnerRecord | undefined } | undefined> {
  try {
    const text = await readFile(file, 'utf8');
    return { text, record: parseOwnerRecord(text) };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function inUse(dataDirectory: string, owner: OwnerRecord): LocalServerError {
  return new LocalServerError(
    'data-directory-in-use',
    `The data directory ${dataDirectory} is in use by process ${owner.pid} (${owner.command}): ` +
      'stop it first, or set FIRSTWRITE_DATA_DIR to another folder.',
  );
}

/** The process that owns a data directory. The start time distinguishes it from a later process with the same pid. */
export interface OwnerRecord {
  readonly pid: number;
  readonly startTime: string;
  readonly command: string;
}

/** The record in a file; undefined when the file is empty or cut short, as after a power loss. */
export function parseOwnerRecord(text: string): OwnerRecord | undefined {
  try {
    const { pid, startTime, command } = JSON.parse(text) as Partial<Record<keyof OwnerRecord, unknown>>;
    if (!Number.isSafeInteger(pid) || typeof startTime !== 'string' || typeof command !== 'string') return undefined;
    return { pid: pid as number, startTime, command };
  } catch {
    return undefined;
  }
}

export async function describeThisProcess(): Promise<OwnerRecord> {
  const facts = await observeProcess(process.pid);
  return {
    pid: process.pid,
    startTime: facts?.startTime ?? 'unknown',
    command: process.argv.slice(0, 2).join(' '),
  };
}

export function isSameOwner(one: OwnerRecord | undefined, other: OwnerRecord | undefined): boolean {
  return one?.pid === other?.pid && one?.startTime === other?.startTime;
}
