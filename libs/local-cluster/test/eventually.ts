import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 20;

/** Waits for a fact; when it does not come in time, fails with what was last seen instead. */
export async function eventually(
  expectFact: () => void | Promise<void>,
  { withinMs }: { withinMs: number },
): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await expectFact();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await delay(pollMs);
  }
}
