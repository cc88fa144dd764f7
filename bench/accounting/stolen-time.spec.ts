import { parseMachineTime, stolenShare } from './stolen-time';

const statOf = (cpu: string) => `cpu  ${cpu}\ncpu0 1 1 1 1 1 1 1 1 0 0\nintr 5\n`;

describe('the time that the host gave to other machines', () => {
  it('is the eighth column; the total is the sum of the first eight', () => {
    expect(parseMachineTime(statOf('100 10 50 800 20 0 5 15 40 2'))).toEqual({ all: 1_000, stolen: 15 });
  });

  it('is a share of the time between two readings', () => {
    const before = parseMachineTime(statOf('100 0 0 800 0 0 0 100 0 0'));
    const after = parseMachineTime(statOf('300 0 0 1350 0 0 0 350 0 0'));
    expect(stolenShare(before, after)).toBe(0.25);
    expect(stolenShare(undefined, after)).toBeUndefined();
    expect(stolenShare(after, after)).toBeUndefined();
  });
});
