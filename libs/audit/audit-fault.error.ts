import { CommandFailedError } from '@firstwrite/terminal';

/** One thing that differs from what the events require. */
export interface Fault {
  /** A stream and its version, or a view and the key of a row. */
  readonly where: string;
  readonly expected: string;
  readonly found: string;
}

/** The audit found a fault: the first one, in one line. */
export class AuditFaultError extends CommandFailedError {
  constructor(readonly fault: Fault) {
    super(`audit failed: ${fault.where}: expected ${fault.expected}, found ${fault.found}`);
  }
}

/** A place in the events, as faults name it. */
export function eventPlace({ stream, version }: { readonly stream: string; readonly version: number }): string {
  return `${stream} version ${version}`;
}
