import { Stillness } from './stillness';

test('the longest time without a change ends at the look that sees the change', () => {
  const stillness = new Stillness();
  for (const [value, nowMs] of [
    ['a', 1_000],
    ['b', 1_200],
    ['b', 1_900],
    ['c', 2_000],
    ['d', 2_100],
  ] as const)
    stillness.see(value, nowMs);
  expect(stillness.longestMs).toBe(800);
});

test('a value that never changes is still until the last look', () => {
  const stillness = new Stillness();
  for (const nowMs of [500, 700, 4_500]) stillness.see('a', nowMs);
  expect(stillness.longestMs).toBe(4_000);
});
