import { median, ratioOf, spreadOf } from './statistics';

describe('statistics', () => {
  it('takes the middle value, or the mean of the two middle values', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it('divides within a round, and does not divide medians', () => {
    // The second round was slow for both: the ratio of the medians would be 400 / 20.
    expect(ratioOf([1_000, 100, 400], [50, 2, 20])).toEqual({ median: 20, min: 20, max: 50 });
  });

  it('refuses different numbers of rounds', () => {
    expect(() => ratioOf([1, 2], [1])).toThrow('2 rounds of ours, 1 of theirs');
  });

  it('gives the spread of own figures', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
  });
});
