import type { CellOutcome, MetricResult } from '../metric';
import { median, ratioOf, spreadOf } from '../statistics';
import type { CellFigures, RoundFigures } from './cell-figures';

type Goal = MetricResult['goal'];

export interface Comparison {
  readonly id: string;
  readonly cell: string;
  readonly unit: string;
  /** The figure of a round that is compared, of ours and of the rival. */
  readonly figure: (round: RoundFigures) => number;
  /** The contender to compare with, and what the ratio must reach. */
  readonly rivals: Readonly<Record<string, Goal>>;
}

/** Compares ours with each rival: the ratio is the median of the rounds' own ratios. */
export function compare(figures: CellFigures, comparison: Comparison): CellOutcome[] {
  return Object.entries(comparison.rivals).map(([rival, goal]) => compareWith(figures, rival, { ...comparison, goal }));
}

function compareWith(
  figures: CellFigures,
  rival: string,
  { id, cell, unit, figure, goal }: Comparison & { readonly goal: Goal },
): CellOutcome {
  const ours = figures.get('ours');
  const theirs = figures.get(rival);
  const about = { id, cell, rival };
  if (ours?.state === 'failed') return { ...about, gate: 'failed', problem: `ours: ${ours.problem}` };
  if (theirs?.state === 'failed') return { ...about, gate: 'failed', problem: theirs.problem };
  if (theirs?.state === 'absent') return { ...about, gate: 'not run', problem: theirs.problem };
  if (!ours || !theirs || ours.state === 'absent') throw new Error(`${id} ${cell}: ours or ${rival} had no part in it`);
  const oursByRound = ours.rounds.map(figure);
  const theirsByRound = theirs.rounds.map(figure);
  const ratio = ratioOf(oursByRound, theirsByRound);
  return {
    ...about,
    unit,
    ours: median(oursByRound),
    theirs: median(theirsByRound),
    ratio,
    goal,
    met: isMet(ratio.median, goal),
    gate: 'passed',
  };
}

export interface OwnFigure {
  readonly id: string;
  readonly cell: string;
  readonly unit: string;
  /** The figure of one of our rounds that `goal` limits. */
  readonly figure: (round: RoundFigures) => number;
  /** The figure that is shown as ours; absent: `figure`. */
  readonly shown?: (round: RoundFigures) => number;
  readonly goal: Goal;
}

/** The outcome of a figure of ours that is compared with a fixed number. */
export function ownFigure(figures: CellFigures, own: OwnFigure): CellOutcome {
  const { id, cell, unit, figure, shown = figure, goal } = own;
  const ours = figures.get('ours');
  if (!ours) throw new Error(`${id} ${cell}: ours had no part in it`);
  const about = { id, cell, rival: null };
  if (ours.state !== 'measured') return { ...about, gate: 'failed', problem: ours.problem };
  const ratio = spreadOf(ours.rounds.map(figure));
  const met = isMet(ratio.median, goal);
  return { ...about, unit, ours: median(ours.rounds.map(shown)), theirs: null, ratio, goal, met, gate: 'passed' };
}

/** Null without a goal. NaN meets no goal. */
export function isMet(value: number, goal: Goal): boolean | null {
  if (!goal) return null;
  return 'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost;
}
