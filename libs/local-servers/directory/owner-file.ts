import { randomUUID } from 'node:crypto';
import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalClusterError } from '../local-cluster-error';
import { describeThisProcess, isSameOwner, parseOwnerRecord, type OwnerRecord } from './owner-record';
import { isStillRunning } from '../process/process-facts';
import { hasCode } from '../system-error';

/** Each retry means that another starter changed the file meanwhile; more than a few starters never race. */
const attemptsMax = 20;
/** A deeper one would need a starter killed inside each of that many takeovers of takeovers. */
const takeoverDepthMax = 4;

const heldByThisProcess = new Set<string>();

export const ownerFile = (dataDirectory: string): string => join(dataDirectory, 'owner.json');

/**
 * Makes this process the one owner of a data directory until `release`. Of several racing starters exactly one wins.
 * @throws LocalClusterError `data-directory-in-use` naming the live owner.
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

/** The process that holds the data directory now; nothing when nobody does or its owner died. */
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
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
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
  throw new LocalClusterError('data-directory-in-use', `Too many processes start on ${claim.dataDirectory} at once.`);
}

/**
 * Replaces a dead owner's file. Two starters may both have seen it dead, so the right to replace is itself an owner file,
 * and whoever holds it looks once more: the second to come finds the first one's name and leaves it.
 */
async function takeOver(file: string, deadText: string, claim: Claim): Promise<boolean> {
  if (claim.depth >= takeoverDepthMax) {
    throw new LocalClusterError('data-directory-unusable', `Remove ${file} and the files named after it by hand.`);
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

/** link(2) fails when the name exists, and shows the file only with all of its content. */
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

function inUse(dataDirectory: string, owner: OwnerRecord): LocalClusterError {
  return new LocalClusterError(
    'data-directory-in-use',
    `The data directory ${dataDirectory} is in use by process ${owner.pid} (${owner.command}): ` +
      'stop it first, or set FIRSTWRITE_DATA_DIR to another folder.',
  );
}
