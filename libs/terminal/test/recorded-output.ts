import type { CommandOutput } from '../output/command-output';

/** Keeps what a command would print. */
export class RecordedOutput implements CommandOutput {
  readonly notes: string[] = [];
  summary: Record<string, unknown> = {};
  advanced = 0;

  readonly progress = {
    start: () => undefined,
    advance: (count = 1) => {
      this.advanced += count;
    },
    note: (line: string) => {
      this.notes.push(line);
    },
    finish: () => undefined,
  };

  result(summary: object): void {
    this.summary = { ...summary };
  }
}
