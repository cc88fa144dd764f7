/**
 * The exact inverse of Zipf's distribution over `count` ranks, 0 the most frequent. For a fraction 0 ≤ u < 1 it returns
 * the rank with the part of the cumulative sum of 1/(rank + 1)^exponent that contains u.
 */
export function zipfRanks(count: number, exponent: number): (fraction: number) => number {
  const cumulative = new Float64Array(count);
  let sum = 0;
  for (let rank = 0; rank < count; rank++) cumulative[rank] = sum += (rank + 1) ** -exponent;
  return (fraction) => {
    const wanted = fraction * sum;
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((cumulative[middle] ?? sum) > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
