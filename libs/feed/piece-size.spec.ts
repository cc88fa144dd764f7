import { PieceSize } from './piece-size';

test('pieces shrink when a transaction nears 100 ms, and grow while it is quick', () => {
  const piece = new PieceSize(2_000);
  piece.took(95);
  expect(piece.current).toBe(250);
  for (let times = 0; times < 5; times++) piece.took(5);
  expect(piece.current).toBe(2_000);
  for (let times = 0; times < 20; times++) piece.took(1_000);
  expect(piece.current).toBe(10);
});
