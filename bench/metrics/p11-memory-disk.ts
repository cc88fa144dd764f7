import type { CellFigures } from '../campaign/cell-figures';
import { compare, isMet } from '../campaign/compare';
import type { OrdersCampaign } from '../campaign/orders-campaign';
import type { CellOutcome, Metric } from '../metric';
import { hot } from '../workloads/hot';
import { uniform } from '../workloads/spread';
import type { Workload } from '../workloads/workload';

const MEBIBYTE = 2 ** 20;
const cells: readonly Workload[] = [hot, uniform];

/** P11: the service's memory after each round next to that of its own POST alone; an event's bytes on the disk. */
export function memoryAndDisk(campaign: OrdersCampaign): Metric {
  const names = cells.map(({ cell }) => cell);
  return {
    id: 'P11',
    title: 'memory, and bytes of an event with its indexes',
    secondsNeeded: (settings) => campaign.secondsNeeded('P11', names, settings),
    measure: async (bench) => {
      const outcomes: CellOutcome[] = [];
      for (const workload of cells) {
        const figures = await campaign.measure(workload, bench);
        const memory = { id: 'P11', cell: `${workload.cell}, RSS`, unit: 'MiB' };
        const figure = ({ residentBytes }: { residentBytes: number }) => residentBytes / MEBIBYTE;
        outcomes.push(...compare(figures, { ...memory, figure, rivals: { H: { atMost: 1.5 }, N: null, E: null } }));
        outcomes.push(disk(figures, `${workload.cell}, disk`));
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
