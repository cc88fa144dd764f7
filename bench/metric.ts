/** What one measurement may use. */
export interface Bench {
  /** The one PostgreSQL server that every contender works on; durability was asserted. */
  readonly serverUrl: string;
  /** The server's first process, the parent of all its others: {@link ./accounting} reads their CPU time. */
  readonly postmasterPid: () => number;
  /** An empty folder, gone when the run ends. */
  readonly directory: string;
  readonly settings: Settings;
  /** Shows what goes on; not part of the results. */
  readonly progress: (line: string) => void;
}

export interface Settings {
  /** Of each round. */
  readonly seconds: number;
  /** Pairs of rounds, in ABBA order. */
  readonly rounds: number;
  readonly connections: number;
  readonly quick: boolean;
  /** Where CPU profiles and flame graphs of our processes go; absent: none are taken. */
  readonly profileDirectory?: string;
}

/** One row of the bar, or of what a full run adds to it. */
export interface Metric {
  readonly id: string;
  readonly title: string;
  /** About how long it takes: the run shows what is left. */
  secondsNeeded(settings: Settings): number;
  /** Measures it. A cell whose gate did not pass has a {@link CellFailure} instead of a figure. */
  measure(bench: Bench): Promise<readonly CellOutcome[]>;
}

export type CellOutcome = MetricResult | CellFailure | NotYetMeasurable;

/** The median of the rounds' own ratios, with the least and the greatest. */
export interface Ratio {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** A figure. Without a rival `theirs` is null, and `ratio` is of our own figures. */
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
