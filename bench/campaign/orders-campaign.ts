import type { Contender } from '../contenders/contender';
import { bare } from '../contenders/bare';
import { ours } from '../contenders/ours';
import { contenders, skipLocked, typeormForUpdate } from '../contenders/roster';
import type { Bench, Settings } from '../metric';
import { generatedBaskets, realBaskets } from '../workloads/baskets';
import { hot } from '../workloads/hot';
import { uniform, zipf } from '../workloads/spread';
import type { Workload } from '../workloads/workload';
import type { CellFigures } from './cell-figures';
import { measureCell } from './measure-cell';

export type CampaignCell = 'hot' | 'uniform' | 'zipf' | 'real' | 'generated';

interface CellPlan {
  readonly workload: () => Workload | Promise<Workload>;
  readonly contenders: readonly Contender[];
}

/** `skipLocked` has one row for each unit, and rows of one SKU only. */
const forManySkus = contenders.filter((contender) => contender !== skipLocked);
/** Contenders for orders of several lines. The pgbench rivals cannot place them, and these cells have no goals. */
const forBaskets = [ours, typeormForUpdate, bare];

const plans: Readonly<Record<CampaignCell, CellPlan>> = {
  hot: { workload: () => hot, contenders },
  uniform: { workload: () => uniform, contenders: forManySkus },
  zipf: { workload: () => zipf, contenders: forManySkus },
  real: { workload: realBaskets, contenders: forBaskets },
  generated: { workload: generatedBaskets, contenders: forBaskets },
};

/** Time for the start, the stock, the warm-up and the gate. */
const SECONDS_AROUND_A_CONTENDER = 10;
/** Time for the last answers, and for the views to catch up. */
const SECONDS_AROUND_A_ROUND = 0.5;

/**
 * Measures orders over HTTP, once a cell. The rows of rates, CPU and memory take their figures from the same rounds.
 */
export class OrdersCampaign {
  private readonly measured = new Map<CampaignCell, Promise<CellFigures>>();
  private readonly chargedTo = new Map<CampaignCell, string>();

  measure(cell: CampaignCell, bench: Bench): Promise<CellFigures> {
    const figures = this.measured.get(cell) ?? this.measureNow(plans[cell], bench);
    this.measured.set(cell, figures);
    return figures;
  }

  /** Estimates a row. The first row that asks for a cell is charged with the cell's time. */
  secondsNeeded(row: string, cells: readonly CampaignCell[], settings: Settings): number {
    return cells.reduce((seconds, cell) => {
      const owner = this.chargedTo.get(cell) ?? row;
      this.chargedTo.set(cell, owner);
      return owner === row ? seconds + secondsOfCell(plans[cell].contenders.length, settings) : seconds;
    }, 0);
  }

  private async measureNow({ workload, contenders }: CellPlan, bench: Bench): Promise<CellFigures> {
    return measureCell({ workload: await workload(), contenders }, bench);
  }
}

/** Estimates how long a cell takes with so many contenders. */
export function secondsOfCell(count: number, { rounds, seconds }: Settings): number {
  return count * (rounds * (seconds + SECONDS_AROUND_A_ROUND) + SECONDS_AROUND_A_CONTENDER);
}
