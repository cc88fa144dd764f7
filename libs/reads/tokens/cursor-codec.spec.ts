import type { Position } from '@firstwrite/event-store';
import { randomBytes } from 'node:crypto';
import { CursorCodec, InvalidCursorError } from './cursor-codec';
import { TokenSigner } from './token-signer';

const keys = { storeId: 0, eras: new Set([1]), keys: [{ version: 1, key: randomBytes(32) }] };
const cursors = new CursorCodec(keys);
const positions = [{ store: 0, era: 1, transaction: 5, number: 1 } as Position];
const orders = { list: 'orders', filters: { status: 'NEW', sku: undefined } };
const cursor = cursors.encode(orders, { after: ['2026-01-01T00:00:00.000Z', 'id'], positions }, 1);

test('a cursor says where its list continues, and which positions that page must have seen', () => {
  const place = cursors.decode(cursor, { list: 'orders', filters: { status: 'NEW' } });
  expect(place).toEqual({ after: ['2026-01-01T00:00:00.000Z', 'id'], positions });
});

test.each([
  { list: 'orders', filters: {} },
  { list: 'orders', filters: { status: 'SHIPPED' } },
  { list: 'orders', filters: { status: 'NEW', sku: 'A' } },
  { list: 'stock', filters: { status: 'NEW' } },
])('a cursor of another list or with other filters is refused', (identity) => {
  expect(() => cursors.decode(cursor, identity)).toThrow(InvalidCursorError);
});

test('changed text, a token, and a cursor of an unknown era are refused', () => {
  expect(() => cursors.decode(`${cursor}A`, orders)).toThrow(InvalidCursorError);
  expect(() => cursors.decode(new TokenSigner(keys).sign(positions), orders)).toThrow(InvalidCursorError);
  const later = cursors.encode(orders, { after: ['x', 'y'], positions }, 2);
  expect(() => cursors.decode(later, orders)).toThrow(InvalidCursorError);
});
