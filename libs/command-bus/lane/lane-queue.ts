import type { Waiting } from '../settle/settle-command';
import { LaneFullError } from '../errors';
import { BATCH_COMMANDS_MAX, BATCH_STREAMS_MAX, QUEUE_CLOSE_RATIO, QUEUE_REOPEN_RATIO } from './lane-options';

/** The waiting commands, in order. The queue closes at 0.8 of its bound, and opens again below 0.6. */
export class LaneQueue {
  private waiting: Waiting[] = [];
  private closed = false;

  constructor(private readonly max: number) {}

  get length(): number {
    return this.waiting.length;
  }

  /** The fill level, 0 … 1. */
  get pressure(): number {
    return this.waiting.length / this.max;
  }

  /** @throws LaneFullError */
  push(waiting: Waiting): void {
    if (this.closed && this.pressure < QUEUE_REOPEN_RATIO) this.closed = false;
    if (this.closed || this.pressure >= QUEUE_CLOSE_RATIO) {
      this.closed = true;
      throw new LaneFullError(this.waiting.length);
    }
    this.waiting.push(waiting);
  }

  /** Puts back commands that could not be decided yet, ahead of the others. */
  putBack(waiting: readonly Waiting[]): void {
    this.waiting = [...waiting, ...this.waiting];
  }

  /** Takes the next batch: the waiting commands within the bounds of a batch, and one command at least. */
  take(): Waiting[] {
    let streams = 0;
    let count = 0;
    for (const { weight } of this.waiting) {
      streams += weight;
      if (count === BATCH_COMMANDS_MAX || (streams > BATCH_STREAMS_MAX && count > 0)) break;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }
}
