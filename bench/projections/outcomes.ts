import { isMet } from '../campaign/compare';
import { GateFailedError } from '../gate/gate-failed.error';
import type { CellFailure, CellOutcome, MetricResult, NotYetMeasurable } from '../metric';
import { median, ratioOf, spreadOf } from '../statistics';
import type { Measurement } from './rounds';

/** Which figure it is, and what its ratio must reach. */
export type Figure = Pick<MetricResult, 'id' | 'cell' | 'rival' | 'unit' | 'goal'>;

type Cell = Pick<Figure, 'id' | 'cell' | 'rival'>;

/** Ours next to a rival's of the same rounds; without a rival, ours alone. */
export function compared(figure: Figure, ours: Measurement | undefined, theirs?: Measurement): CellOutcome {
  if (!ours) return notMeasurable(figure, 'it was not measured');
  const problem = ours.problem ?? theirs?.problem;
  if (problem !== undefined) return failed(figure, problem);
  return resultOf(figure, ours.figures, theirs?.figures);
}

/** Of a figure whose gate passed: one value a round. */
export function resultOf(figure: Figure, ours: readonly number[], theirs?: readonly number[]): MetricResult {
  const ratio = theirs ? ratioOf(ours, theirs) : spreadOf(ours);
  const met = isMet(ratio.median, figure.goal);
  return { ...figure, ours: median(ours), theirs: theirs ? median(theirs) : null, ratio, met, gate: 'passed' };
}

export function notMeasurable({ id, cell, rival }: Cell, problem: string): NotYetMeasurable {
  return { id, cell, rival, gate: 'not run', problem };
}

/**
 * The results if the gate passes, else a failure in place of each: a figure whose gate did not pass is not reported.
 */
export async function ifPassed(gate: () => Promise<void>, results: readonly MetricResult[]): Promise<CellOutcome[]> {
  try {
    await gate();
    return [...results];
  } catch (error) {
    if (!(error instanceof GateFailedError)) throw error;
    return results.map((result) => failed(result, error.message));
  }
}

function failed({ id, cell, rival }: Cell, problem: string): CellFailure {
  return { id, cell, rival, gate: 'failed', problem };
}
