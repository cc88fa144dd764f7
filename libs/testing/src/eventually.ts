import { setTimeout as sleep } from 'node:timers/promises';

/** How long an assertion may fail, and the pause between two tries (10 ms unless said otherwise). */
export interface EventuallyOptions {
  readonly withinMs: number;
  readonly everyMs?: number;
}

/** Waits until an assertion holds. @throws what the assertion threw last, once `withinMs` have passed */
export async function eventually<Value>(
  assertion: () => Value | Promise<Value>,
  { withinMs, everyMs = 10 }: EventuallyOptions,
): Promise<Value> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(everyMs);
    }
  }
}
