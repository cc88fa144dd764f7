import type { LoadResult } from '../load/load-result';
import type { Workload } from '../workloads/workload';

/** Where a contender works in one cell: a database of its own, on the server of all. */
export interface ContenderGround {
  readonly databaseUrl: string;
  readonly workload: Workload;
  readonly connections: number;
  /** Orders of a request, where the contender can take them so; absent: one. */
  readonly batchOrders?: number;
  /** Where the contender leaves CPU profiles; absent: it takes none. */
  readonly profileDirectory?: string;
}

/** Ours, or a rival. */
export interface Contender {
  /** As in the bar: `ours`, `N`, `E`. */
  readonly name: string;
  readonly title: string;
  /** Its callers, where they differ from the settings. */
  readonly callers?: Pick<ContenderGround, 'connections' | 'batchOrders'>;
  /** Why it cannot be measured here, or cannot place such orders; undefined when it can. */
  absence(workload: Workload): string | undefined;
  /** Starts it on an empty database, and gives it its stock. */
  start(ground: ContenderGround): Promise<RunningContender>;
}

export interface RunningContender {
  /** The process with the CPU time that counts beside PostgreSQL's; none where PostgreSQL does all the work. */
  readonly pid: number | undefined;
  /** What PostgreSQL does meanwhile is not its work. */
  readonly withoutDatabase?: boolean;
  /** Places orders as fast as they are answered. */
  load(seconds: number): Promise<LoadResult>;
  /** Places orders at a rate, whatever is answered; absent where it cannot be done. */
  loadAtRate?(seconds: number, rate: number): Promise<LoadResult>;
  /** Waits until what the last load left to do is done. */
  settle(): Promise<void>;
  /** What an event takes on the disk, with its indexes; absent where there are no events. */
  bytesAnEvent?(): Promise<number>;
  /** Proves that the database holds what the answers promised. @throws GateFailedError */
  passGate(): Promise<void>;
  /** May be repeated. */
  stop(): Promise<void>;
}
