import { randomFaults } from './random-faults';

test('a seed always draws the same faults, and another seed draws different ones', () => {
  expect(randomFaults(7, 600)).toEqual(randomFaults(7, 600));
  expect(randomFaults(7, 600)).not.toEqual(randomFaults(8, 600));
});

test.each([0.5, 30, 600])('the faults fill %d s and end within them', (durationSeconds) => {
  const faults = randomFaults(3, durationSeconds);
  const endSeconds = faults.reduce((sum, { afterSeconds, lastsSeconds }) => sum + afterSeconds + lastsSeconds, 0);
  expect(endSeconds).toBeLessThanOrEqual(durationSeconds);
  expect(endSeconds).toBeGreaterThan(durationSeconds - 30);
});

test('ten minutes have kills and freezes, some shorter and some longer than a session', () => {
  const faults = randomFaults(1, 600);
  expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(['kill', 'freeze']));
  const long = faults.filter(({ lastsSeconds }) => lastsSeconds > 6);
  expect(long.length).toBeGreaterThan(faults.length / 5);
  expect(long.length).toBeLessThan(faults.length / 1.5);
});
