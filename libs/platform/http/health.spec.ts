import { checkHealth } from './health';

const works = () => Promise.resolve();

test('reports a part with a notice as up', async () => {
  const report = await checkHealth([
    { name: 'views', check: works, notice: () => Promise.resolve('look at me') },
    { name: 'database', check: works, notice: () => Promise.resolve(undefined) },
  ]);
  expect(report).toEqual({
    status: 'up',
    parts: { views: { status: 'up', detail: 'look at me' }, database: { status: 'up' } },
  });
});

test('leaves out a notice that fails, is late, or belongs to a part that is down', async () => {
  const parts = [
    { name: 'a', check: works, notice: () => Promise.reject(new Error('away')) },
    { name: 'b', check: works, notice: () => new Promise<undefined>(() => undefined) },
    { name: 'c', check: () => Promise.reject(new Error('broken')), notice: () => Promise.resolve('look at me') },
  ];
  jest.useFakeTimers();
  const report = checkHealth(parts);
  await jest.advanceTimersByTimeAsync(60_000);
  jest.useRealTimers();
  expect(await report).toEqual({
    status: 'down',
    parts: { a: { status: 'up' }, b: { status: 'up' }, c: { status: 'down', detail: 'broken' } },
  });
});
