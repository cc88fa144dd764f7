import { eventually } from '@firstwrite/testing';
import { ThreadLoad } from './thread-load';

function work(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}

test('a thread that works all the time is busy, and one that rests is not', async () => {
  const load = new ThreadLoad();
  work(300);
  await new Promise(setImmediate);
  expect(load.isBusy()).toBe(true);
  await eventually(async () => expect(load.isBusy()).toBe(false), { withinMs: 5_000, everyMs: 100 });
});
