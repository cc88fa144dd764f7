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

/** What sells one SKU's units row by row has a script for one SKU. */
const forManySkus = contenders.filter((contender) => contender !== skipLocked);
/** Orders of several lines: what pgbench drives has none, and goals there are none. */
const forBaskets = [ours, typeormForUpdate, bare];

const plans: Readonly<Record<CampaignCell, CellPlan>> = {
  hot: { workload: () => hot, contenders },
  uniform: { workload: () => uniform, contenders: forManySkus },
  zipf: { workload: () => zipf, contenders: forManySkus },
  real: { workload: realBaskets, contenders: forBaskets },
  generated: { workload: generatedBaskets, contenders: forBaskets },
};

/** Start, stock, warm-up, gate. */
const SECONDS_AROUND_A_CONTENDER = 10;
/** Waiting for answers, and for views. */
const SECONDS_AROUND_A_ROUND = 0.5;

/**
 * Orders over HTTP, measured once a cell: rates, CPU and memory are rows of their own, and select from the same rounds.
 */
export class OrdersCampaign {
  private readonly measured = new Map<CampaignCell, Promise<CellFigures>>();
  private readonly chargedTo = new Map<CampaignCell, string>();

  measure(cell: CampaignCell, bench: Bench): Promise<CellFigures> {
    const figures = this.measured.get(cell) ?? this.measureNow(plans[cell], bench);
    this.measured.set(cell, figures);
    return figures;
  }

  /** A cell takes the time of the first row that asks for it. */
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

/** About how long a cell takes with so many contenders. */
export function secondsOfCell(count: number, { rounds, seconds }: Settings): number {
  return count * (rounds * (seconds + SECONDS_AROUND_A_ROUND) + SECONDS_AROUND_A_CONTENDER);
}
