import { prefetched } from './prefetched';

describe('prefetching', () => {
  it('fetches one item ahead of the consumer, and yields all in order', async () => {
    const log: string[] = [];
    const numbers = prefetched<number>(async (previous = 0) => {
      log.push(`fetch ${previous + 1}`);
      return previous < 2 ? previous + 1 : undefined;
    });
    for await (const number of numbers) log.push(`work ${number}`);
    expect(log).toEqual(['fetch 1', 'fetch 2', 'work 1', 'fetch 3', 'work 2']);
  });

  it('passes a failure on when its item is due', async () => {
    const numbers = prefetched<number>(async (previous) => {
      if (previous) throw new Error('gone');
      return 1;
    });
    await expect(numbers.next()).resolves.toEqual({ value: 1, done: false });
    await expect(numbers.next()).rejects.toThrow('gone');
  });
});
