import type { CellFigures, Participation, RoundFigures } from './cell-figures';
import { compare, isMet, ownFigure } from './compare';

function measured(...rates: number[]): Participation {
  const rounds = rates.map((ordersPerSecond): RoundFigures => {
    const load = { ordersPerSecond, accepted: 100, units: 100, conflicts: 0 };
    return { ...load, serviceCpuSeconds: 1, postgresCpuSeconds: 2, residentBytes: 0 };
  });
  return { state: 'measured', rounds, bytesAnEvent: undefined };
}

const rate = ({ ordersPerSecond }: RoundFigures) => ordersPerSecond;
const comparison = { id: 'P1', cell: 'hot', unit: 'orders/s', figure: rate, rivals: { N: { atLeast: 60 } } };

describe('a row of a cell', () => {
  it('compares the median of the ratios with the goal', () => {
    const figures: CellFigures = new Map([
      ['ours', measured(6_000, 6_200, 5_800)],
      ['N', measured(100, 100, 50)],
    ]);
    expect(compare(figures, comparison)).toEqual([
      {
        ...{ id: 'P1', cell: 'hot', rival: 'N', unit: 'orders/s', ours: 6_000, theirs: 100, gate: 'passed' },
        ...{ ratio: { median: 62, min: 60, max: 116 }, goal: { atLeast: 60 }, met: true },
      },
    ]);
  });

  it('has no figure when ours or the rival failed', () => {
    const failed: Participation = { state: 'failed', problem: 'a unit is missing' };
    const about = { id: 'P1', cell: 'hot', rival: 'N', gate: 'failed' };
    const ours = compare(new Map([['ours', failed], ['N', measured(1)]]), comparison); // prettier-ignore
    expect(ours).toEqual([{ ...about, problem: 'ours: a unit is missing' }]);
    const theirs = compare(new Map([['ours', measured(1)], ['N', failed]]), comparison); // prettier-ignore
    expect(theirs).toEqual([{ ...about, problem: 'a unit is missing' }]);
    expect(ownFigure(new Map([['ours', failed]]), { ...comparison, goal: null })).toMatchObject({ gate: 'failed' });
  });

  it('says why a rival could not be measured', () => {
    const absent: Participation = { state: 'absent', problem: 'there is no pgbench' };
    const figures: CellFigures = new Map([['ours', measured(1)], ['N', absent]]); // prettier-ignore
    expect(compare(figures, comparison)).toEqual([
      { id: 'P1', cell: 'hot', rival: 'N', gate: 'not run', problem: 'there is no pgbench' },
    ]);
  });

  it('compares a value with a lower or an upper goal; NaN meets neither', () => {
    expect([isMet(60, { atLeast: 60 }), isMet(59.9, { atLeast: 60 }), isMet(NaN, { atLeast: 60 })]).toEqual([
      true,
      false,
      false,
    ]);
    expect([isMet(26, { atMost: 26 }), isMet(26.1, { atMost: 26 }), isMet(NaN, { atMost: 26 })]).toEqual([
      true,
      false,
      false,
    ]);
    expect(isMet(1, null)).toBeNull();
  });
});
