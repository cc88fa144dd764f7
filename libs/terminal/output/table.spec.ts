import { formatTable } from './table';

it('a table has its names to the left and its numbers to the right', () => {
  expect(
    formatTable([
      ['placed', 6612],
      ['errors', 0],
      ['p99 ms', '48.1'],
    ]),
  ).toBe('placed  6,612\nerrors      0\np99 ms   48.1\n');
});
