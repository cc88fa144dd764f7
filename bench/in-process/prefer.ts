import { setPriority } from 'node:os';

const FIRST = -10;

/**
 * Raises the priority of a measuring process, so that it does not wait for a CPU behind the processes it measures. Only
 * root may do that; another user keeps the default.
 */
export function prefer(pid: number): void {
  try {
    setPriority(pid, FIRST);
  } catch {
    // Not root.
  }
}
