import { chooseProgress } from '../progress/choose-progress';
import type { Progress } from '../progress/progress';
import { formatTable, type TableRow } from './table';

/** Where a command shows its progress, and where its result goes. */
export interface CommandOutput {
  readonly progress: Progress;
  /** The summary is for machines, the rows are the same for people. */
  result(summary: object, rows: readonly TableRow[]): void;
}

/** Progress on stderr; the result on stdout, as a table or as one line of JSON. */
export function processOutput(asJson: boolean): CommandOutput {
  return {
    progress: chooseProgress(),
    result: (summary, rows) => {
      process.stdout.write(asJson ? `${JSON.stringify(summary)}\n` : formatTable(rows));
    },
  };
}
