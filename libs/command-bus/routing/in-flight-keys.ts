import { Deadline, within } from '@firstwrite/resilience';
import { RequestInFlightError } from '../errors';

/** Requests with one key, one after the other: those that come later wait for the first, and then find its answer. */
export class InFlightKeys {
  /** They settle with nothing, whatever the work comes to: what waits for a request needs no reply of it, and keeps none. */
  private readonly running = new Map<string, Promise<void>>();

  /** @param waitMsMax how long a request waits for the one before it */
  constructor(private readonly waitMsMax: number) {}

  /** @throws RequestInFlightError when the request before has not ended in time */
  async run<Reply>(key: string, work: () => Promise<Reply>): Promise<Reply> {
    const deadline = new Deadline(this.waitMsMax);
    for (let before = this.running.get(key); before; before = this.running.get(key)) {
      await within(before, deadline.leftMs, () => new RequestInFlightError());
    }
    const mine = work();
    this.running.set(key, mine.then(nothing, nothing));
    try {
      return await mine;
    } finally {
      this.running.delete(key);
    }
  }
}

const nothing = () => undefined;
