import { orderOf, units } from '../system/shop';
import { BEYOND_SAFE, bodiesAt, LONE_SURROGATE, LONG, NUL, textsAt, type BadRequest } from './bad-request';

const product = { sku: 'NEW', name: 'new' };
const attributes = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, at]));

const products = bodiesAt('/v1/products', [
  ['nothing in it', {}, '/sku', '/name'],
  ['a SKU with a slash', { ...product, sku: 'a/b' }, '/sku'],
  ['an empty name', { ...product, name: '' }, '/name'],
  ['a name of 201 characters', { ...product, name: 'n'.repeat(201) }, '/name'],
  ['a name with NUL', { ...product, name: NUL }, '/name'],
  ['a description of 10,001 characters', { ...product, description: 'd'.repeat(10_001) }, '/description'],
  ['a description of a million characters', { ...product, description: LONG }, '/description'],
  ['a description of null', { ...product, description: null }, '/description'],
  ['a negative price', { ...product, price: { amount: -1, currency: 'EUR' } }, '/price/amount'],
  ['price 2^53', { ...product, price: { amount: BEYOND_SAFE, currency: 'EUR' } }, '/price/amount'],
  ['half a price', { ...product, price: { amount: 1 } }, '/price/currency'],
  ['a price with more', { ...product, price: { amount: 1, currency: 'EUR', tax: 1 } }, '/price/tax'],
  ['51 attributes', { ...product, attributes: attributes(51) }, '/attributes'],
  ['an attribute without a name', { ...product, attributes: { '': 1 } }, '/attributes/'],
  [
    'an attribute name of 65 characters',
    { ...product, attributes: { ['k'.repeat(65)]: 1 } },
    `/attributes/${'k'.repeat(65)}`,
  ],
  ['an attribute of 501 characters', { ...product, attributes: { a: 'v'.repeat(501) } }, '/attributes/a'],
  ['an attribute of null', { ...product, attributes: { a: null } }, '/attributes/a'],
  ['an attribute that is an object', { ...product, attributes: { a: {}, b: [] } }, '/attributes/a', '/attributes/b'],
  ['an attribute with a lone surrogate', { ...product, attributes: { a: LONE_SURROGATE } }, '/attributes/a'],
  ['attributes that are an array', { ...product, attributes: ['a'] }, '/attributes'],
  ['a version of its own', { ...product, version: 9 }, '/version'],
]);

const hostileAttributes = textsAt('/v1/products', [
  ['the attribute __proto__', `{"sku":"NEW","name":"n","attributes":{"__proto__":"x"}}`, '/attributes/__proto__'],
  [
    'the attribute __proto__, escaped',
    `{"sku":"NEW","name":"n","attributes":{"__pr\\u006fto__":"x"}}`,
    '/attributes/__proto__',
  ],
  ['an infinite attribute', `{"sku":"NEW","name":"n","attributes":{"a":1e999}}`, '/attributes/a'],
]);

const patches = bodiesAt('/v1/products/GOOD', [
  ['a SKU', { sku: 'OTHER' }, '/sku'],
  ['a name of null', { name: null }, '/name'],
  ['an array', [], ''],
  ['a price of text', { price: '5' }, '/price'],
  ['an unknown field', { stock: 5 }, '/stock'],
]).map((one): BadRequest => ({ ...one, method: 'PATCH' }));

const receipts = bodiesAt('/v1/stock/main/GOOD/receipts', [
  ['nothing in it', {}, '/quantity'],
  ['quantity 0', { quantity: 0 }, '/quantity'],
  ['a negative quantity', { quantity: -5 }, '/quantity'],
  ['a fractional quantity', { quantity: 0.1 }, '/quantity'],
  ['quantity 1,000,001', { quantity: 1_000_001 }, '/quantity'],
  ['a reference of 501 characters', { quantity: 1, reference: 'r'.repeat(501) }, '/reference'],
  ['a reference with NUL', { quantity: 1, reference: NUL }, '/reference'],
  ['an unknown field', { quantity: 1, onHand: 5 }, '/onHand'],
]);

const adjustments = bodiesAt('/v1/stock/main/GOOD/adjustments', [
  ['nothing in it', {}, '/reason', '/delta'],
  ['no reason', { delta: 1 }, '/reason'],
  ['an empty reason', { delta: 1, reason: '' }, '/reason'],
  ['neither a difference nor a count', { reason: 'r' }, '/delta'],
  ['a difference and a count', { delta: 1, countedOnHand: 1, reason: 'r' }, '/delta'],
  ['a difference of 0', { delta: 0, reason: 'r' }, '/delta'],
  ['a difference of 1,000,001', { delta: 1_000_001, reason: 'r' }, '/delta'],
  ['a difference of −1,000,001', { delta: -1_000_001, reason: 'r' }, '/delta'],
  ['a count of −1', { countedOnHand: -1, reason: 'r' }, '/countedOnHand'],
  ['a count beyond 10^12', { countedOnHand: 10 ** 12 + 1, reason: 'r' }, '/countedOnHand'],
  ['a count of half a unit', { countedOnHand: 0.5, reason: 'r' }, '/countedOnHand'],
  ['a reason with a lone surrogate', { delta: 1, reason: LONE_SURROGATE }, '/reason'],
]);

const ORDER = '/v1/orders/00000000-0000-8000-8000-000000000000';
const transitions = bodiesAt(`${ORDER}/cancel`, [
  ['a reason of 501 characters', { reason: 'r'.repeat(501) }, '/reason'],
  ['a reason that is a number', { reason: 5 }, '/reason'],
  ['an unknown field', { why: 'r' }, '/why'],
  ['an array', [], ''],
]);

const good = orderOf(units('GOOD', 1));
const batches = bodiesAt('/v1/orders/batch', [
  ['no orders', {}, '/orders'],
  ['an empty list', { orders: [] }, '/orders'],
  ['501 orders', { orders: Array.from({ length: 501 }, () => good) }, '/orders'],
  ['a key with a space', { orders: [{ ...good, idempotencyKey: 'a b' }] }, '/orders/0/idempotencyKey'],
  ['an order that is null', { orders: [good, null] }, '/orders/1'],
  [
    'faults in two orders',
    { orders: [{ ...good, x: 1 }, good, { ...good, lines: [] }] },
    '/orders/0/x',
    '/orders/2/lines',
  ],
]);

export const catalogueCases: readonly BadRequest[] = [
  ...products,
  ...hostileAttributes,
  ...patches,
  ...receipts,
  ...adjustments,
  ...transitions,
  ...batches,
];
