import { isMet } from '../campaign/compare';
import { GateFailedError } from '../gate/gate-failed.error';
import type { CellFailure, CellOutcome, MetricResult, NotYetMeasurable } from '../metric';
import { median, ratioOf, spreadOf } from '../statistics';
import type { Measurement } from './rounds';

/** The place of a figure in the results, and what its ratio must reach. */
export type Figure = Pick<MetricResult, 'id' | 'cell' | 'rival' | 'unit' | 'goal'>;

type Cell = Pick<Figure, 'id' | 'cell' | 'rival'>;

/** Compares ours with a rival in the same rounds; without a rival, gives the spread of ours. */
export function compared(figure: Figure, ours: Measurement | undefined, theirs?: Measurement): CellOutcome {
  if (!ours) return notMeasurable(figure, 'it was not measured');
  const problem = ours.problem ?? theirs?.problem;
  if (problem !== undefined) return failed(figure, problem);
  return resultOf(figure, ours.figures, theirs?.figures);
}

/** The result of a figure after its gate has passed; the lists have one value a round. */
export function resultOf(figure: Figure, ours: readonly number[], theirs?: readonly number[]): MetricResult {
  const ratio = theirs ? ratioOf(ours, theirs) : spreadOf(ours);
  const met = isMet(ratio.median, figure.goal);
  return { ...figure, ours: median(ours), theirs: theirs ? median(theirs) : null, ratio, met, gate: 'passed' };
}

export function notMeasurable({ id, cell, rival }: Cell, problem: string): NotYetMeasurable {
  return { id, cell, rival, gate: 'not run', problem };
}

/**
 * Gives the results if the gate passes, and otherwise a failure instead of each: a figure without a passed gate is not
 * reported.
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
