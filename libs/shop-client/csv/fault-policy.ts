import { CommandFailedError } from '@firstwrite/terminal';
import { describeFault } from './line-fault';
import type { OrderFile } from './order-file.reader';

/** `stop`: nothing of a file with a line at fault is used. `skip`: lines at fault are named and left out. */
export type FaultPolicy = 'stop' | 'skip';

const faultsShownMax = 20;

/**
 * Accepts or refuses a file by the policy. With `skip` the faults are printed line by line, at most 20, then their
 * count.
 * @throws CommandFailedError when the policy is `stop` and there are faults, or when no order line is left.
 */
export function applyFaultPolicy(file: OrderFile, policy: FaultPolicy, print: (line: string) => void): void {
  const [first] = file.faults;
  if (first && policy === 'stop') {
    const all = file.faults.length > 1 ? ` (the first of ${file.faults.length} lines at fault)` : '';
    throw new CommandFailedError(describeFault(file.path, first) + all);
  }
  for (const fault of file.faults.slice(0, faultsShownMax)) print(describeFault(file.path, fault));
  const hidden = file.faults.length - faultsShownMax;
  if (hidden > 0) print(`… and ${hidden} more`);
  if (first) print(`${file.path}: lines left out: ${file.faults.length}, lines used: ${file.lines.length}`);
  if (file.lines.length === 0) throw new CommandFailedError(`${file.path} has no order line`);
}
