/** What one measurement may use. */
export interface Bench {
  /** The one PostgreSQL server that every contender uses; the bench has checked its durability settings. */
  readonly serverUrl: string;
  /** The server's first process, the parent of all its others: {@link ./accounting} reads their CPU time. */
  readonly postmasterPid: () => number;
  /** An empty folder, gone when the run ends. */
  readonly directory: string;
  readonly settings: Settings;
  /** Prints the progress; not part of the results. */
  readonly progress: (line: string) => void;
}

export interface Settings {
  /** Length of each round. */
  readonly seconds: number;
  /** Rounds of each cell, in ABBA order. */
  readonly rounds: number;
  readonly connections: number;
  readonly quick: boolean;
  /** The folder for CPU profiles and flame graphs of our processes; absent: none are taken. */
  readonly profileDirectory?: string;
}

/** One row of the results. */
export interface Metric {
  readonly id: string;
  readonly title: string;
  /** An estimate of the time that the row takes; the run shows the time left. */
  secondsNeeded(settings: Settings): number;
  /** Measures the row. A cell has a {@link CellFailure} instead of a figure if its gate does not pass. */
  measure(bench: Bench): Promise<readonly CellOutcome[]>;
}

export type CellOutcome = MetricResult | CellFailure | NotYetMeasurable;

/** The median of the rounds' own ratios, with the least and the greatest. */
export interface Ratio {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** A figure. Without a rival, `theirs` is null, and `ratio` is the spread of our own figures. */
export interface MetricResult {
  readonly id: string;
  readonly cell: string;
  readonly rival: string | null;
  readonly unit: string;
  readonly ours: number;
  readonly theirs: number | null;
  readonly ratio: Ratio;
  /** What the ratio's median must reach; null where there is no goal. */
  readonly goal: { readonly atLeast: number } | { readonly atMost: number } | null;
  readonly met: boolean | null;
  readonly gate: 'passed';
}

export interface CellFailure {
  readonly id: string;
  readonly cell: string;
  readonly rival: string | null;
  readonly gate: 'failed';
  readonly problem: string;
}

/** A row that cannot be measured: its mechanism, or its tool on this machine, is missing. */
export interface NotYetMeasurable {
  readonly id: string;
  readonly cell: string;
  readonly rival: string | null;
  readonly gate: 'not run';
  readonly problem: string;
}
