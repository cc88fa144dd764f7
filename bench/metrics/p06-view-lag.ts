import { GateFailedError } from '../gate/gate-failed.error';
import type { Bench, CellOutcome, Metric, Settings } from '../metric';
import { missingForKafka, withKafka } from '../projections/kafka';
import { notMeasurable, resultOf } from '../projections/outcomes';
import type { Lag } from '../projections/lag';
import { lagsAtHalfLoad, startRoles, startStandalone, type Service } from '../projections/view-lag';

const id = 'P6';
const unit = 'ms';
const PROJECTORS = [1, 2];
const DIRECT_MS_MAX = 10;
const KAFKA_MS_MAX = 25;
const SECONDS_A_CELL = 25;
const SECONDS_A_ROUND = 10;
const ROUNDS_MAX = 3;

const roundsOf = ({ quick, rounds }: Settings) => (quick ? 1 : Math.min(rounds, ROUNDS_MAX));

const noReplica = notMeasurable(
  { id, cell: 'on a replica', rival: null },
  'views on a replica are not built yet: query-api reads the primary, or views of its own',
);

/** P6: how long a view is behind, at half of the service's maximum rate. */
export const viewLag: Metric = {
  id,
  title: "from an order's answer to its row in the view, half load",
  secondsNeeded: (settings) =>
    (1 + PROJECTORS.length) * (SECONDS_A_CELL + settings.seconds + roundsOf(settings) * SECONDS_A_ROUND),
  measure: async (bench) => {
    const outcomes = await measureOne(bench, {
      cell: 'direct',
      atMost: DIRECT_MS_MAX,
      start: () => startStandalone(bench),
    });
    for (const projectors of PROJECTORS) {
      const cell = `kafka, ${projectors} projector${projectors === 1 ? '' : 's'}`;
      outcomes.push(...(await throughKafka(bench, { cell, projectors })));
    }
    return [...outcomes, noReplica];
  },
};

async function throughKafka(
  bench: Bench,
  { cell, projectors }: { readonly cell: string; readonly projectors: number },
): Promise<CellOutcome[]> {
  const missing = missingForKafka();
  if (missing !== undefined) {
    bench.progress(`${cell}: skipped, ${missing}`);
    return [notMeasurable({ id, cell, rival: null }, missing)];
  }
  return withKafka(bench.directory, (brokers) =>
    measureOne(bench, { cell, atMost: KAFKA_MS_MAX, start: () => startRoles(bench, brokers, projectors) }),
  );
}

interface LagCell {
  readonly cell: string;
  readonly atMost: number;
  start(): Promise<Service>;
}

async function measureOne(bench: Bench, { cell, atMost, ...service }: LagCell): Promise<CellOutcome[]> {
  bench.progress(cell);
  const started = await service.start();
  try {
    return outcomesOf(await lagsAtHalfLoad(started, roundsOf(bench.settings), bench), { cell, atMost });
  } catch (error) {
    if (error instanceof GateFailedError) return [{ id, cell, rival: null, gate: 'failed', problem: error.message }];
    throw error;
  } finally {
    await started.stop();
  }
}

function outcomesOf(lags: readonly Lag[], { cell, atMost }: Pick<LagCell, 'cell' | 'atMost'>): CellOutcome[] {
  const about = { id, rival: null, unit };
  return [
    resultOf(
      { ...about, cell: `${cell}, p99`, goal: { atMost } },
      lags.map(({ p99Ms }) => p99Ms),
    ),
    resultOf(
      { ...about, cell: `${cell}, p50`, goal: null },
      lags.map(({ p50Ms }) => p50Ms),
    ),
    resultOf(
      { ...about, cell: `${cell}, lateness of the probe, p99`, goal: null },
      lags.map((lag) => lag.probeDelayP99Ms),
    ),
  ];
}
