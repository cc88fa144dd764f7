import { pause, Pause } from './pause';

const LONG_MS = 60_000;

test('a pause ends after its time', async () => {
  await pause(1);
  await pause(1, new AbortController().signal);
});

test('a pause ends when its signal is aborted, and does not begin after that', async () => {
  const stopping = new AbortController();
  const pausing = pause(LONG_MS, stopping.signal);
  stopping.abort();
  await pausing;
  await pause(LONG_MS, stopping.signal);
});

test('a wake ends the current sleeps, and no later ones', async () => {
  const rest = new Pause();
  const sleeping = [rest.sleep(LONG_MS), rest.sleep(LONG_MS)];
  rest.wake();
  await Promise.all(sleeping);
  let isAwake = false;
  const next = rest.sleep(LONG_MS).then(() => (isAwake = true));
  await Promise.resolve();
  expect(isAwake).toBe(false);
  rest.end();
  await next;
});

test('after the end every sleep resolves at once', async () => {
  const rest = new Pause();
  rest.end();
  expect(rest.isEnded).toBe(true);
  await rest.sleep(LONG_MS);
});
