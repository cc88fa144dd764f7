import type { Ratio } from './metric';

/** The middle value of a list; of an even number of values, the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** The median of some figures, with the least and the greatest. */
export function spreadOf(values: readonly number[]): Ratio {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** The spread of the rounds' own ratios: a disturbance that slows a whole round slows both of its sides. */
export function ratioOf(ours: readonly number[], theirs: readonly number[]): Ratio {
  if (ours.length !== theirs.length) throw new Error(`${ours.length} rounds of ours, ${theirs.length} of theirs`);
  return spreadOf(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)));
}
