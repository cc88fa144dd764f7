import { setPriority } from 'node:os';

const FIRST = -10;

/**
 * A process that watches others should not wait for a CPU behind them. Only root may raise its priority; another user
 * keeps the default.
 */
export function prefer(pid: number): void {
  try {
    setPriority(pid, FIRST);
  } catch {
    // Not root.
  }
}
