import { GateFailedError } from '../gate/gate-failed.error';
import { passOurGate } from '../gate/our-gate';
import { createDatabase, dropDatabase } from '../ground';
import type { Bench, CellOutcome, Metric } from '../metric';
import { notMeasurable, resultOf } from '../projections/outcomes';
import { sellOut, unitsOf } from '../projections/scarce-stock';
import { program } from '../repository';

const id = 'P9';
const UNITS = 2_000;
const CONNECTIONS = 32;
const SECONDS_A_CELL = 15;

const notRouted = 'not built yet: a router before several command processes, which sends a SKU to one of them';

const cells = [
  { cell: 'oversold, one process', writers: ['standalone'] },
  { cell: 'oversold, two processes, unrouted', writers: ['standalone', 'command-api'] },
];

/** P9: units that were sold beyond the stock. */
export const conflicts: Metric = {
  id,
  title: `conflicts, and a SKU of ${UNITS.toLocaleString('en')} units that more is asked of`,
  secondsNeeded: () => cells.length * SECONDS_A_CELL,
  measure: async (bench) => {
    const outcomes: CellOutcome[] = [
      notMeasurable({ id, cell: 'conflicts, routed', rival: null }, notRouted),
      notMeasurable({ id, cell: 'conflicts, rebalance', rival: null }, notRouted),
    ];
    for (const { cell, writers } of cells) outcomes.push(await oversold(bench, cell, writers));
    return outcomes;
  },
};

async function oversold(bench: Bench, cell: string, writers: readonly string[]): Promise<CellOutcome> {
  const name = `p09_${writers.length}`;
  const databaseUrl = await createDatabase(bench.serverUrl, name);
  try {
    const accepted = await sellOut({ databaseUrl, writers, units: UNITS, connections: CONNECTIONS });
    const { sold, least } = await unitsOf(databaseUrl);
    bench.progress(`${cell}: ${accepted} orders accepted for ${UNITS} units`);
    if (accepted !== sold || least !== 0) {
      throw new GateFailedError(`${accepted} accepted, ${sold} of ${UNITS} sold, ${least} left at least`);
    }
    await passOurGate({ databaseUrl, accepted, units: accepted, cli: program('apps/cli/main.js') });
    return resultOf({ id, cell, rival: null, unit: 'units', goal: { atMost: 0 } }, [sold - UNITS]);
  } catch (error) {
    if (error instanceof GateFailedError) return { id, cell, rival: null, gate: 'failed', problem: error.message };
    throw error;
  } finally {
    await dropDatabase(bench.serverUrl, name);
  }
}
