import type { Random } from './random';

/** A distribution as points (share of values below, value in cents), ascending; linear between two points. */
export type Quantiles = readonly (readonly [share: number, cents: number])[];

/** Prices of a general store: median 79, one in a hundred above 900. */
export const pricesInCents: Quantiles = [
  [0, 290],
  [0.05, 1690],
  [0.25, 3990],
  [0.5, 7890],
  [0.75, 14_000],
  [0.95, 40_000],
  [0.99, 90_000],
  [0.999, 200_000],
  [1, 480_000],
];

/** Freight of one parcel: median 16. */
export const freightInCents: Quantiles = [
  [0, 0],
  [0.05, 780],
  [0.25, 1310],
  [0.5, 1630],
  [0.75, 2180],
  [0.95, 4770],
  [0.99, 9110],
  [1, 28_000],
];

/** Draws a value of the distribution, in whole cents. */
export function drawCents(quantiles: Quantiles, random: Random): number {
  const share = random.fraction();
  const above = quantiles.findIndex(([bound]) => bound > share);
  const [low, high] = [quantiles[above - 1] ?? [0, 0], quantiles[above] ?? [1, 0]];
  return Math.round(low[1] + ((share - low[0]) / (high[0] - low[0])) * (high[1] - low[1]));
}
