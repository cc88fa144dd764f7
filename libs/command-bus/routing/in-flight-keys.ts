import { Deadline, within } from '@firstwrite/resilience';
import { RequestInFlightError } from '../errors';

/** Runs requests with one key one after the other: a later request waits for the first, and then finds its answer. */
export class InFlightKeys {
  /**
   * Each promise resolves when its request has succeeded or failed. It has no value, so that a waiting request keeps no
   * reply in memory.
   */
  private readonly running = new Map<string, Promise<void>>();

  /** @param waitMsMax the longest wait of a request for the ones before it */
  constructor(private readonly waitMsMax: number) {}

  /** @throws RequestInFlightError when an earlier request has not ended in time; the work was not run */
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
