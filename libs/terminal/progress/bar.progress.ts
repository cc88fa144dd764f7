import { SingleBar } from 'cli-progress';
import { Pace } from './pace';
import type { Progress, ProgressTask } from './progress';

const redrawIntervalMs = 200;

/** A bar with rate and time left, for a terminal. Redrawn by a timer, so that advancing is only an addition. */
export class BarProgress implements Progress {
  private shown: { bar: SingleBar; pace: Pace; timer: NodeJS.Timeout } | undefined;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  start(task: ProgressTask): void {
    const pace = new Pace(task.total);
    const bar = new SingleBar({
      format: `${task.label} {bar} {percentage} % | {value}/{total} ${task.unit} | {rate} | {timeLeft}`,
      stream: this.stream,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 30,
      autopadding: true,
    });
    bar.start(task.total, 0, { rate: pace.rate, timeLeft: pace.timeLeft });
    const timer = setInterval(() => this.redraw(), redrawIntervalMs).unref();
    this.shown = { bar, pace, timer };
  }

  advance(count = 1): void {
    if (this.shown) this.shown.pace.done += count;
  }

  note(line: string): void {
    if (this.shown) this.stream.write('\r\u001b[K');
    this.stream.write(`${line}\n`);
    this.redraw();
  }

  finish(): void {
    if (!this.shown) return;
    clearInterval(this.shown.timer);
    this.redraw();
    this.shown.bar.stop();
    this.shown = undefined;
  }

  private redraw(): void {
    if (!this.shown) return;
    const { bar, pace } = this.shown;
    bar.update(pace.done, { rate: pace.rate, timeLeft: pace.timeLeft });
  }
}
