import { WriteRequests } from './write-requests';

const tokens = {
  sign: () => '',
  parse: (token: string) => {
    if (token !== 'ours') throw new Error(`${token} is no token of this store`);
    return [];
  },
};
const requests = new WriteRequests(tokens, 'north-1');
const read = (headers: Record<string, string>) => requests.read({ headers, id: 'r-1' });

test('a token of another store is refused, though a write does not wait for one', () => {
  expect(() => read({ 'consistency-token': 'theirs' })).toThrow('theirs is no token');
  expect(read({ 'consistency-token': 'ours' })).toMatchObject({ requestId: 'r-1' });
});

test('the key and the precondition are read', () => {
  const headers = { 'idempotency-key': 'key-1', 'if-match': '"7"' };
  expect(read(headers)).toMatchObject({ idempotencyKey: 'key-1', ifMatch: [7] });
  expect(read({})).toMatchObject({ idempotencyKey: undefined, ifMatch: undefined });
});
