import { checkHealth } from './health';

const works = () => Promise.resolve();

test('a notice is said of a part that works, which stays up', async () => {
  const report = await checkHealth([
    { name: 'views', check: works, notice: () => Promise.resolve('look at me') },
    { name: 'database', check: works, notice: () => Promise.resolve(undefined) },
  ]);
  expect(report).toEqual({
    status: 'up',
    parts: { views: { status: 'up', detail: 'look at me' }, database: { status: 'up' } },
  });
});

test('a notice that cannot be had, or not in time, is left out; why a part is down goes before it', async () => {
  const parts = [
    { name: 'a', check: works, notice: () => Promise.reject(new Error('away')) },
    { name: 'b', check: works, notice: () => new Promise<undefined>(() => undefined) },
    { name: 'c', check: () => Promise.reject(new Error('broken')), notice: () => Promise.resolve('look at me') },
  ];
  expect(await checkHealth(parts)).toEqual({
    status: 'down',
    parts: { a: { status: 'up' }, b: { status: 'up' }, c: { status: 'down', detail: 'broken' } },
  });
});
