import { readProcesses, type ProcessAccount } from './processes';

/** What a process and all its descendants have used. */
export interface TreeAccount {
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

/** Reads until no process came or went meanwhile: one that ends between two reads would count twice, or not at all. */
export async function accountOfTree(rootPid: number): Promise<TreeAccount> {
  const READS_MAX = 20;
  let before = treeOf(rootPid, await readProcesses());
  for (let read = 1; read < READS_MAX; read++) {
    const now = treeOf(rootPid, await readProcesses());
    if (sameProcesses(before, now)) return sumOf(now);
    before = now;
  }
  return sumOf(before);
}

/** The root and its descendants. */
export function treeOf(rootPid: number, processes: readonly ProcessAccount[]): ProcessAccount[] {
  const root = processes.find(({ pid }) => pid === rootPid);
  if (!root) throw new Error(`process ${rootPid} has ended`);
  const tree = [root];
  for (const parent of tree) tree.push(...processes.filter(({ parentPid }) => parentPid === parent.pid));
  return tree;
}

/**
 * A child that ended is counted by its parent, when that has waited for it; one that lives by itself. Only the
 * children's own account of ended children is left to add: PostgreSQL's backends have none.
 */
export function sumOf(tree: readonly ProcessAccount[]): TreeAccount {
  const cpuSeconds = tree.reduce(
    (sum, { cpuSeconds, endedChildrenSeconds }) => sum + cpuSeconds + endedChildrenSeconds,
    0,
  );
  return { cpuSeconds, residentBytes: tree.reduce((sum, { residentBytes }) => sum + residentBytes, 0) };
}

function sameProcesses(one: readonly ProcessAccount[], other: readonly ProcessAccount[]): boolean {
  const pids = new Set(one.map(({ pid }) => pid));
  return one.length === other.length && other.every(({ pid }) => pids.has(pid));
}
