import type { LoadResult } from '../load/load-result';
import type { Workload } from '../workloads/workload';

/** What a contender gets in one cell: its own database on the shared server, and the load. */
export interface ContenderGround {
  readonly databaseUrl: string;
  readonly workload: Workload;
  readonly connections: number;
  /** Orders in a request, for a contender that accepts batches; absent: one. */
  readonly batchOrders?: number;
  /** Where the contender leaves CPU profiles; absent: it takes none. */
  readonly profileDirectory?: string;
}

/** Ours, or a rival. */
export interface Contender {
  /** The short name in the results: `ours`, `N`, `E`. */
  readonly name: string;
  readonly title: string;
  /** The callers of this contender, if they differ from the settings. */
  readonly callers?: Pick<ContenderGround, 'connections' | 'batchOrders'>;
  /** Why the contender cannot run here, or cannot place such orders; undefined: it can. */
  absence(workload: Workload): string | undefined;
  /** Starts the contender on an empty database, and gives it its stock. */
  start(ground: ContenderGround): Promise<RunningContender>;
}

export interface RunningContender {
  /** The process that is measured together with PostgreSQL; undefined if PostgreSQL does all the work. */
  readonly pid: number | undefined;
  /** True if the contender uses no database: PostgreSQL's CPU time does not count for it. */
  readonly withoutDatabase?: boolean;
  /** Places orders as fast as they are answered. */
  load(seconds: number): Promise<LoadResult>;
  /** Places orders at a steady rate, which does not depend on the answers; absent if the contender cannot. */
  loadAtRate?(seconds: number, rate: number): Promise<LoadResult>;
  /** Waits for the work that the last load has left. */
  settle(): Promise<void>;
  /** Bytes of an event on the disk, with its indexes; absent if the contender stores no events. */
  bytesAnEvent?(): Promise<number>;
  /** Proves that the database holds what the answers promised. @throws GateFailedError */
  passGate(): Promise<void>;
  /** May be repeated. */
  stop(): Promise<void>;
}
