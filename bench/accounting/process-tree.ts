import { readProcesses, type ProcessAccount } from './processes';

/** The resources that a process and all its descendants have used. */
export interface TreeAccount {
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

/**
 * Reads the processes until two reads in a row list the same ones, at most READS_MAX times: a process that ends between
 * two reads would count twice, or not at all.
 */
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
 * Adds each process's own CPU time and the time of its ended children. A child is counted by itself while it lives.
 * Once it has ended and its parent has waited for it, Linux adds its time to the parent's ended children. PostgreSQL's
 * backends have no children.
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
