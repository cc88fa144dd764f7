import type { Position } from '@firstwrite/event-store';
import { randomBytes } from 'node:crypto';
import { mergePositions, InvalidTokenError, TokenSigner } from './token-signer';
import type { TokenKeys } from './token-keys';

const key = randomBytes(32);
const keys: TokenKeys = { storeId: 0, eras: new Set([1, 2]), keys: [{ version: 1, key }] };
const signer = new TokenSigner(keys);
const at = (transaction: number, more: Partial<Position> = {}) =>
  ({ store: 0, era: 1, transaction, number: 7, ...more }) as Position;

test('a token gives back the positions that it was made of', () => {
  expect(signer.parse(signer.sign([at(12)]))).toEqual([at(12)]);
});

test('the same positions give the same token', () => {
  expect(signer.sign([at(12)])).toBe(signer.sign([at(12)]));
  expect(new TokenSigner(keys).sign([at(12)])).toBe(signer.sign([at(12)]));
});

test('a token with any changed character is refused', () => {
  const token = signer.sign([at(12)]);
  const changed = Array.from(token, (_, index) =>
    ['A', 'B', '-', '.'].map((other) => token.slice(0, index) + other + token.slice(index + 1)),
  ).flat();
  const isInvalid = (text: string) => {
    try {
      signer.parse(text);
      return false;
    } catch (error) {
      return error instanceof InvalidTokenError;
    }
  };
  expect(changed.filter((text) => text !== token && !isInvalid(text))).toEqual([]);
});

test.each(['', 'abc', '.', 'a.b', 'a.b.c', 'é.é', 'x'.repeat(10_000)])('garbage is an invalid token', (text) => {
  expect(() => signer.parse(text)).toThrow(InvalidTokenError);
});

test('a token of another key, store or era is refused', () => {
  const other = new TokenSigner({ ...keys, keys: [{ version: 1, key: randomBytes(32) }] });
  expect(() => signer.parse(other.sign([at(12)]))).toThrow(InvalidTokenError);
  expect(() => signer.parse(signer.sign([at(12, { store: 3 })]))).toThrow(InvalidTokenError);
  expect(() => signer.parse(signer.sign([at(12, { era: 3 })]))).toThrow(InvalidTokenError);
});

test('a token of an older key stays valid when the key is changed', () => {
  const changed = new TokenSigner({ ...keys, keys: [...keys.keys, { version: 2, key: randomBytes(32) }] });
  expect(changed.parse(signer.sign([at(12)]))).toEqual([at(12)]);
  expect(() => signer.parse(changed.sign([at(12)]))).toThrow(InvalidTokenError);
});

test('merging keeps the later position of each store', () => {
  const merged = mergePositions([at(5), at(1, { store: 1 })], [at(4)], [at(2, { era: 2 })]);
  expect(merged).toEqual([at(2, { era: 2 }), at(1, { store: 1 })]);
});
