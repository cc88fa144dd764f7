import { RequestInFlightError } from '../errors';

/** Requests with one key, one after the other: those that come later wait for the first, and then find its answer. */
export class InFlightKeys {
  /** They settle with nothing, whatever the work comes to: what waits for a request needs no reply of it, and keeps none. */
  private readonly running = new Map<string, Promise<void>>();

  /** @param waitMsMax how long a request waits for the one before it */
  constructor(private readonly waitMsMax: number) {}

  /** @throws RequestInFlightError when the request before has not ended in time */
  async run<Reply>(key: string, work: () => Promise<Reply>): Promise<Reply> {
    const deadline = performance.now() + this.waitMsMax;
    for (let before = this.running.get(key); before; before = this.running.get(key)) {
      await endedBy(before, deadline);
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

async function endedBy(work: Promise<void>, deadline: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RequestInFlightError()), Math.max(0, deadline - performance.now()));
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
