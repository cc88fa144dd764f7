import { Pace } from './pace';
import type { Progress, ProgressTask } from './progress';

const lineIntervalMs = 2_000;

/** A plain line every two seconds, for logs and pipes. */
export class LineProgress implements Progress {
  private shown: { task: ProgressTask; pace: Pace; timer: NodeJS.Timeout } | undefined;

  constructor(private readonly stream: NodeJS.WritableStream) {}

  start(task: ProgressTask): void {
    const timer = setInterval(() => this.print(), lineIntervalMs).unref();
    this.shown = { task, pace: new Pace(task.total), timer };
  }

  advance(count = 1): void {
    if (this.shown) this.shown.pace.done += count;
  }

  note(line: string): void {
    this.stream.write(`${line}\n`);
  }

  finish(): void {
    if (!this.shown) return;
    clearInterval(this.shown.timer);
    if (this.shown.pace.done > 0) this.print();
    this.shown = undefined;
  }

  private print(): void {
    if (!this.shown) return;
    const { task, pace } = this.shown;
    const percentage = task.total === 0 ? 100 : Math.floor((100 * pace.done) / task.total);
    this.note(
      `${task.label} ${percentage} % | ${pace.done}/${task.total} ${task.unit} | ${pace.rate} | ${pace.timeLeft}`,
    );
  }
}
