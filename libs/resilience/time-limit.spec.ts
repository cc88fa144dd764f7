import { pause } from './pause';
import { Deadline, settledOrAbandoned, settlesWithin, within } from './time-limit';

const never = () => new Promise<never>(() => undefined);
const late = () => new Error('late');

test('work that comes in time gives its result', async () => {
  expect(await within(Promise.resolve('done'), 60_000, late)).toBe('done');
});

test('work that fails in time fails with its own error', async () => {
  await expect(within(Promise.reject(new Error('own')), 60_000, late)).rejects.toThrow('own');
});

test('work that does not come in time fails with the error of the limit', async () => {
  await expect(within(never(), 1, late)).rejects.toThrow('late');
  await expect(within(never(), -5, late)).rejects.toThrow('late');
});

test('work that resolves or rejects in time has settled, and work that does neither has not', async () => {
  expect(await settlesWithin(Promise.resolve(), 60_000)).toBe(true);
  expect(await settlesWithin(Promise.reject(new Error('own')), 60_000)).toBe(true);
  expect(await settlesWithin(never(), 1)).toBe(false);
});

test('the wait ends when the work settles, or a grace period after the signal', async () => {
  const stopping = new AbortController();
  await settledOrAbandoned(Promise.resolve(), stopping.signal, 60_000);
  await settledOrAbandoned(Promise.reject(new Error('own')), stopping.signal, 60_000);
  const abandoned = settledOrAbandoned(never(), stopping.signal, 1);
  stopping.abort();
  await abandoned;
  await settledOrAbandoned(never(), stopping.signal, 1);
  await settledOrAbandoned(Promise.resolve(), stopping.signal, 60_000);
});

test('no grace period begins before the signal', async () => {
  let isOver = false;
  const stopping = new AbortController();
  const waiting = settledOrAbandoned(never(), stopping.signal, 0).then(() => (isOver = true));
  await pause(5);
  expect(isOver).toBe(false);
  stopping.abort();
  await waiting;
});

test('a deadline is over when no time is left', () => {
  const far = new Deadline(60_000);
  expect(far.isOver).toBe(false);
  expect(far.leftMs).toBeGreaterThan(50_000);
  expect(new Deadline(0).isOver).toBe(true);
  expect(new Deadline(-1).leftMs).toBe(0);
});
