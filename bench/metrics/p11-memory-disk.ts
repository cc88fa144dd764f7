import type { CellFigures } from '../campaign/cell-figures';
import { compare, isMet } from '../campaign/compare';
import type { OrdersCampaign } from '../campaign/orders-campaign';
import type { CellOutcome, Metric } from '../metric';

const MEBIBYTE = 2 ** 20;
const cells = ['hot', 'uniform'] as const;

/** P11: the service's memory after each round, compared with H, N and E; and the bytes of an event on the disk. */
export function memoryAndDisk(campaign: OrdersCampaign): Metric {
  return {
    id: 'P11',
    title: 'memory, and bytes of an event with its indexes',
    secondsNeeded: (settings) => campaign.secondsNeeded('P11', cells, settings),
    measure: async (bench) => {
      const outcomes: CellOutcome[] = [];
      for (const cell of cells) {
        const figures = await campaign.measure(cell, bench);
        const memory = { id: 'P11', cell: `${cell}, RSS`, unit: 'MiB' };
        const figure = ({ residentBytes }: { residentBytes: number }) => residentBytes / MEBIBYTE;
        outcomes.push(...compare(figures, { ...memory, figure, rivals: { H: { atMost: 1.5 }, N: null, E: null } }));
        outcomes.push(disk(figures, `${cell}, disk`));
      }
      return outcomes;
    },
  };
}

function disk(figures: CellFigures, cell: string): CellOutcome {
  const about = { id: 'P11', cell, rival: null };
  const ours = figures.get('ours');
  if (!ours) throw new Error(`P11 ${cell}: ours had no part in it`);
  if (ours.state !== 'measured') return { ...about, gate: 'failed', problem: ours.problem };
  const bytes = ours.bytesAnEvent ?? Number.NaN;
  const goal = { atMost: 300 };
  const ratio = { median: bytes, min: bytes, max: bytes };
  return {
    ...about,
    unit: 'B an event',
    ours: bytes,
    theirs: null,
    ratio,
    goal,
    met: isMet(bytes, goal),
    gate: 'passed',
  };
}
