/** A point that the line is fitted to. */
export interface Sample {
  readonly x: number;
  readonly y: number;
}

/** The growth of y for each x, by the line of least squares. */
export function slopeOf(samples: readonly Sample[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanX = mean(samples.map(({ x }) => x));
  const meanY = mean(samples.map(({ y }) => y));
  const covariance = samples.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / samples.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
}
