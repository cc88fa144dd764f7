import type { Contender, ContenderGround, RunningContender } from '../contenders/contender';
import { createDatabase, dropDatabase } from '../ground';
import type { LoadResult } from '../load/load-result';
import type { Bench } from '../metric';
import type { Workload } from '../workloads/workload';
import { abbaOrder } from './abba';
import type { CellFigures, Participation } from './cell-figures';
import { Participant } from './participant';

export interface CellOptions {
  readonly workload: Workload;
  readonly contenders: readonly Contender[];
  /** The load of a round; by default the closed loop. */
  readonly load?: (contender: RunningContender, name: string) => Promise<LoadResult>;
}

let cells = 0;

/**
 * Measures a cell. All contenders run at once, each on its own database; the rounds go in ABBA order; at the end every
 * contender passes its gate or fails.
 */
export async function measureCell(options: CellOptions, bench: Bench): Promise<CellFigures> {
  const { workload, contenders } = options;
  const cell = ++cells;
  const figures = new Map<string, Participation>();
  const participants: Participant[] = [];
  const databases: string[] = [];
  try {
    for (const [at, contender] of contenders.entries()) {
      const problem = contender.absence(workload);
      if (problem !== undefined) {
        figures.set(contender.name, { state: 'absent', problem });
        continue;
      }
      const database = `bench_${cell}_${at}`;
      databases.push(database);
      const databaseUrl = await createDatabase(bench.serverUrl, database);
      participants.push(participantOf(contender, { databaseUrl, workload }, bench));
    }
    for (const participant of participants) {
      bench.progress(`${workload.cell}: ${participant.name} starts`);
      await participant.start();
    }
    await runRounds(participants, options, bench);
    for (const participant of participants) {
      bench.progress(`${workload.cell}: the gate of ${participant.name}`);
      figures.set(participant.name, await participant.finish());
    }
    return figures;
  } finally {
    for (const participant of participants) await participant.stop();
    for (const database of databases) await dropDatabase(bench.serverUrl, database);
  }
}

function participantOf(
  contender: Contender,
  ground: Pick<ContenderGround, 'databaseUrl' | 'workload'>,
  { settings: { connections, profileDirectory }, postmasterPid }: Bench,
): Participant {
  const profile = profileDirectory !== undefined && { profileDirectory };
  return new Participant(contender, { ...ground, connections, ...contender.callers, ...profile }, postmasterPid);
}

async function runRounds(
  participants: readonly Participant[],
  { workload, load }: CellOptions,
  { settings: { rounds, seconds }, progress }: Bench,
): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    for (const participant of abbaOrder(participants, round)) {
      if (participant.failed) continue;
      await participant.round((running) => (load ? load(running, participant.name) : running.load(seconds)));
      const rate = participant.rounds.at(-1)?.ordersPerSecond.toFixed(0) ?? 'failed';
      progress(`${workload.cell}: round ${round + 1} of ${rounds}, ${participant.name} ${rate} orders/s`);
    }
  }
}
