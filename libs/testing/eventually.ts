import { setTimeout as sleep } from 'node:timers/promises';

/** A loaded machine stalls for seconds. The factor does not slow down a test that passes. */
const LOADED_MACHINE_FACTOR = 4;

/** How long an assertion may fail on a quiet machine, and the pause between two tries (default 10 ms). */
export interface EventuallyOptions {
  readonly withinMs: number;
  readonly everyMs?: number;
}

/** Waits until an assertion holds. @throws what the assertion threw last, once four times `withinMs` have passed */
export async function eventually<Value>(
  assertion: () => Value | Promise<Value>,
  { withinMs, everyMs = 10 }: EventuallyOptions,
): Promise<Value> {
  const deadline = performance.now() + LOADED_MACHINE_FACTOR * withinMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(everyMs);
    }
  }
}
