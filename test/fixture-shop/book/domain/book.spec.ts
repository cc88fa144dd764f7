import { addBook, evolveBook, lendBook, NoCopyLeftError, unknownBook } from './book';

test('a copy is lent while there is one', () => {
  const added = addBook('Emma', 1).reduce(evolveBook, unknownBook);
  const lent = lendBook('ann', added).reduce(evolveBook, added);
  expect(lent).toEqual({ title: 'Emma', copies: 0 });
  expect(() => lendBook('bob', lent)).toThrow(NoCopyLeftError);
});
