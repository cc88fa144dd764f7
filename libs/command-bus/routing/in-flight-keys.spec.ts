import { gate } from '../test/network-store';
import { RequestInFlightError } from '../errors';
import { InFlightKeys } from './in-flight-keys';

test('a request waits for the one before it with the same key, and runs then', async () => {
  const keys = new InFlightKeys(5_000);
  const held = gate();
  const order: string[] = [];
  const work =
    (name: string, before: () => unknown = () => undefined) =>
    async () => {
      order.push(`${name} begins`);
      await before();
      order.push(`${name} ends`);
      return name;
    };
  const all = [
    keys.run('k', work('first', held.step)),
    keys.run('k', work('second')),
    keys.run('k', work('third')),
    keys.run('other', work('other')),
  ];
  await all[3];
  expect(order).toEqual(['first begins', 'other begins', 'other ends']);
  held.open();
  expect(await Promise.all(all)).toEqual(['first', 'second', 'third', 'other']);
  expect(order.slice(3)).toEqual(['first ends', 'second begins', 'second ends', 'third begins', 'third ends']);
});

test('a request that fails does not fail the one that waited for it', async () => {
  const keys = new InFlightKeys(5_000);
  const first = keys.run('k', () => Promise.reject(new Error('no')));
  const second = keys.run('k', () => Promise.resolve('yes'));
  await expect(first).rejects.toThrow('no');
  expect(await second).toBe('yes');
});

test('a request that has waited too long is refused, and never runs', async () => {
  const keys = new InFlightKeys(20);
  const held = gate();
  const first = keys.run('k', () => Promise.resolve(held.step()));
  let ran = false;
  const second = keys.run('k', async () => void (ran = true));
  await expect(second).rejects.toBeInstanceOf(RequestInFlightError);
  await expect(second).rejects.toMatchObject({ code: 'request-in-flight' });
  held.open();
  await first;
  expect(ran).toBe(false);
  expect(await keys.run('k', () => Promise.resolve('free again'))).toBe('free again');
});
