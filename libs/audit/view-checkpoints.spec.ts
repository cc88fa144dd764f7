import { partitionOf, positionOf } from '@firstwrite/event-store';
import { ViewCheckpoints } from './view-checkpoints';

const at = (number: number) => positionOf({ store: 0, era: 1, transaction: 1, number });

test('a stream is as far as its partition, and a view as far as its partition furthest behind', () => {
  const positions = [at(5), at(9), at(7)];
  const checkpoints = new ViewCheckpoints(positions);
  for (const stream of ['stock-main/A', 'stock-main/B', 'order-1', 'product-A']) {
    expect(checkpoints.of(stream)).toEqual(positions[partitionOf(stream, 3)]);
  }
  expect([5, 6, 9].map((number) => checkpoints.haveReached(at(number)))).toEqual([true, false, false]);
});
