import { CheckpointBoard } from '@firstwrite/feed';
import type { Position } from '@firstwrite/event-store';
import { readUntil } from './read-result';

const at = (transaction: number) => ({ store: 0, era: 1, transaction, number: 1 }) as Position;

test('an immediate result costs one read', async () => {
  const read = jest.fn(async () => 'good');
  expect(await readUntil(new CheckpointBoard(), { projection: 'p', seen: [at(5)], waitMsMax: 0 }, read)).toBe('good');
  expect(read).toHaveBeenCalledTimes(1);
});

test('a view that is known to be behind is not read before it has moved', async () => {
  const board = new CheckpointBoard();
  board.seen('p', at(4));
  const read = jest.fn(async () => (board.hasReached('p', at(5)) ? 'good' : undefined));
  const result = readUntil(board, { projection: 'p', seen: [at(5)], waitMsMax: 1_000 }, read);
  await new Promise(setImmediate);
  expect(read).not.toHaveBeenCalled();
  board.seen('p', at(6));
  expect(await result).toBe('good');
  expect(read).toHaveBeenCalledTimes(1);
});

test('without a projector in this process the view is polled', async () => {
  let looks = 0;
  const read = async () => (++looks === 3 ? 'good' : undefined);
  const wait = { projection: 'p', seen: [at(5)], waitMsMax: 1_000 };
  expect(await readUntil(new CheckpointBoard(), wait, read)).toBe('good');
});

test('when the time is up there is no result', async () => {
  const wait = { projection: 'p', seen: [at(5)], waitMsMax: 30 };
  expect(await readUntil(new CheckpointBoard(), wait, async () => undefined)).toBeUndefined();
});
