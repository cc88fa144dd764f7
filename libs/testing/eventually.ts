import { setTimeout as sleep } from 'node:timers/promises';

/** A machine that others load stalls for seconds; a test that passes does not wait any longer for it. */
const LOADED_MACHINE_FACTOR = 4;

/** How long an assertion may fail on a quiet machine, and the pause between two tries (10 ms unless said otherwise). */
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
