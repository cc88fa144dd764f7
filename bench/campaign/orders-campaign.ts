import { contenders } from '../contenders/roster';
import type { Bench, Settings } from '../metric';
import type { Workload } from '../workloads/workload';
import type { CellFigures } from './cell-figures';
import { measureCell } from './measure-cell';

/** Start, stock, warm-up, waiting for views, gate. */
const SECONDS_AROUND_A_CONTENDER = 15;

/** Orders over HTTP, measured once a cell: rates, CPU and memory are rows of their own, and select from the same rounds. */
export class OrdersCampaign {
  private readonly measured = new Map<string, Promise<CellFigures>>();
  private readonly chargedTo = new Map<string, string>();

  measure(workload: Workload, bench: Bench): Promise<CellFigures> {
    const figures = this.measured.get(workload.cell) ?? measureCell({ workload, contenders }, bench);
    this.measured.set(workload.cell, figures);
    return figures;
  }

  /** A cell takes the time of the first row that asks for it. */
  secondsNeeded(row: string, cells: readonly string[], settings: Settings): number {
    const own = cells.filter((cell) => {
      const owner = this.chargedTo.get(cell) ?? row;
      this.chargedTo.set(cell, owner);
      return owner === row;
    });
    return own.length * secondsOfCell(contenders.length, settings);
  }
}

/** About how long a cell takes with so many contenders. */
export function secondsOfCell(count: number, { rounds, seconds }: Settings): number {
  return count * (rounds * (seconds + 1) + SECONDS_AROUND_A_CONTENDER);
}
