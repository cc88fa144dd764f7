/** What is being counted. */
export interface ProgressTask {
  /** One word before the bar, like `replay`. */
  readonly label: string;
  readonly total: number;
  /** What `total` counts, in the plural, like `orders`. */
  readonly unit: string;
}

/**
 * Shows how far a long task is. One task at a time: start, advance …, finish. Cheap enough to be called per request.
 */
export interface Progress {
  start(task: ProgressTask): void;
  /** `count` more are done; default 1. */
  advance(count?: number): void;
  /** Prints a line without disturbing what is shown. */
  note(line: string): void;
  /** Shows the last state and stops; harmless when nothing was started. */
  finish(): void;
}
