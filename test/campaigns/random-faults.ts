import fc from 'fast-check';
import type { RoleName } from '../e2e/cluster/role';

/** A process that gets faults again and again. */
export interface Victim {
  readonly name: RoleName;
  readonly instance: string;
}

/** A fault of a victim, and its time. */
export interface Fault {
  readonly kind: 'kill' | 'freeze';
  /** How long the victim runs before the fault. */
  readonly afterSeconds: number;
  readonly lastsSeconds: number;
}

/**
 * Often longer than the session of a group's member (6 s) and the lease of a relay (3 s), so that another process takes
 * over.
 */
const lastsMs = fc.noBias(fc.integer({ min: 100, max: 10_000 }));
const afterMs = fc.noBias(fc.integer({ min: 500, max: 20_000 }));

/** Draws faults, as many as fit into the time. The same seed gives the same faults. */
export function randomFaults(seed: number, durationSeconds: number): Fault[] {
  const kind = fc.constantFrom<Fault['kind']>('kill', 'freeze');
  const drawn = fc.sample(fc.record({ kind, afterMs, lastsMs }), { seed, numRuns: Math.ceil(durationSeconds * 2) });
  const faults: Fault[] = [];
  let endSeconds = 0;
  for (const { kind: what, ...times } of drawn) {
    const fault = { kind: what, afterSeconds: times.afterMs / 1_000, lastsSeconds: times.lastsMs / 1_000 };
    endSeconds += fault.afterSeconds + fault.lastsSeconds;
    if (endSeconds > durationSeconds) break;
    faults.push(fault);
  }
  return faults;
}
