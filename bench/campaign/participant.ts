import { Client } from 'pg';
import { accountOfTree } from '../accounting/process-tree';
import type { Contender, ContenderGround, RunningContender } from '../contenders/contender';
import type { LoadResult } from '../load/load-result';
import type { Participation, RoundFigures } from './cell-figures';

const WARM_UP_SECONDS = 2;
const nothing = { cpuSeconds: 0, residentBytes: 0 };

/** A contender in one cell: from its start to its gate. A failure ends its part, and no other contender's. */
export class Participant {
  readonly rounds: RoundFigures[] = [];
  private running: RunningContender | undefined;
  private problem: string | undefined;

  constructor(
    private readonly contender: Contender,
    private readonly ground: ContenderGround,
    private readonly postmasterPid: () => number,
  ) {}

  get name(): string {
    return this.contender.name;
  }

  get failed(): boolean {
    return this.problem !== undefined;
  }

  /** Starts the contender with its stock, analyzes its tables, and warms it up. */
  start(): Promise<void> {
    return this.orFail(async () => {
      this.running = await this.contender.start(this.ground);
      await analyze(this.ground.databaseUrl);
      await this.running.load(WARM_UP_SECONDS);
      await this.running.settle();
    });
  }

  round(load: (running: RunningContender) => Promise<LoadResult>): Promise<void> {
    return this.orFail(async () => {
      if (!this.running) return;
      const before = await this.account(this.running);
      const result = await load(this.running);
      await this.running.settle();
      const after = await this.account(this.running);
      this.rounds.push({
        ...result,
        serviceCpuSeconds: after.serviceCpuSeconds - before.serviceCpuSeconds,
        postgresCpuSeconds: after.postgresCpuSeconds - before.postgresCpuSeconds,
        residentBytes: after.residentBytes,
      });
    });
  }

  /** Runs the gate, and stops the contender. */
  async finish(): Promise<Participation> {
    let bytesAnEvent: number | undefined;
    await this.orFail(async () => {
      bytesAnEvent = await this.running?.bytesAnEvent?.();
      await this.running?.passGate();
    });
    await this.stop();
    if (this.problem !== undefined) return { state: 'failed', problem: this.problem };
    return { state: 'measured', rounds: this.rounds, bytesAnEvent };
  }

  async stop(): Promise<void> {
    const { running } = this;
    this.running = undefined;
    await running?.stop();
  }

  private async account({ pid, withoutDatabase }: RunningContender) {
    const service = pid === undefined ? nothing : await accountOfTree(pid);
    const postgres = withoutDatabase ? nothing : await accountOfTree(this.postmasterPid());
    return {
      serviceCpuSeconds: service.cpuSeconds,
      postgresCpuSeconds: postgres.cpuSeconds,
      residentBytes: service.residentBytes,
    };
  }

  private async orFail(step: () => Promise<void>): Promise<void> {
    if (this.failed) return;
    try {
      await step();
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
      await this.stop();
    }
  }
}

async function analyze(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('analyze');
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}
