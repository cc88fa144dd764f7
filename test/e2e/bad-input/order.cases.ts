import { orderOf, units } from '../system/shop';
import { BEYOND_SAFE, bodiesAt, LONE_SURROGATE, LONG, NUL, textsAt, type BadRequest } from './bad-request';

const PATH = '/v1/orders';
const good = units('GOOD', 1);
const order = orderOf(good);
const line = (more: object) => ({ currency: 'EUR', lines: [{ ...good, ...more }] });
const without = <Value extends object>(value: Value, name: keyof Value) => ({ ...value, [name]: undefined });

const shapes = bodiesAt(PATH, [
  ['an array', [order], ''],
  ['null', null, ''],
  ['a number', 5, ''],
  ['a text', 'order', ''],
  ['nothing in it', {}, '/currency', '/lines'],
  ['no currency', without(order, 'currency'), '/currency'],
  ['lines that are an object', { ...order, lines: { 0: good } }, '/lines'],
  ['lines that are null', { ...order, lines: null }, '/lines'],
  ['a line that is a text', { ...order, lines: ['GOOD'] }, '/lines/0'],
  ['a line that is an array', { ...order, lines: [good, [good]] }, '/lines/1'],
  ['no lines', { ...order, lines: [] }, '/lines'],
  ['1,001 lines', orderOf(...Array.from({ length: 1_001 }, () => good)), '/lines'],
  ['an empty line', { ...order, lines: [{}] }, '/lines/0/sku', '/lines/0/quantity', '/lines/0/unitPrice'],
]);

const unknownFields = bodiesAt(PATH, [
  ['an unknown field', { ...order, coupon: 1 }, '/coupon'],
  [
    'unknown fields at two depths',
    { ...order, a: 1, lines: [{ ...good, b: 2, c: 3 }] },
    '/a',
    '/lines/0/b',
    '/lines/0/c',
  ],
  ['an unknown field with a name that a pointer must escape', { ...order, 'a/b~c': 1 }, '/a~1b~0c'],
  ['an unknown field without a name', { ...order, '': 1 }, '/'],
  ['a known field in other letters', { ...without(order, 'currency'), Currency: 'EUR' }, '/currency', '/Currency'],
  ['an id of its own', { ...order, orderId: '00000000-0000-8000-8000-000000000000' }, '/orderId'],
  ['a total of its own', { ...order, total: 1 }, '/total'],
]);

const quantities = bodiesAt(PATH, [
  ['quantity 0', line({ quantity: 0 }), '/lines/0/quantity'],
  ['a negative quantity', line({ quantity: -1 }), '/lines/0/quantity'],
  ['a fractional quantity', line({ quantity: 1.5 }), '/lines/0/quantity'],
  ['quantity 1,000,001', line({ quantity: 1_000_001 }), '/lines/0/quantity'],
  ['quantity 2^53', line({ quantity: BEYOND_SAFE }), '/lines/0/quantity', '/lines'],
  ['quantity 1e308', line({ quantity: 1e308 }), '/lines/0/quantity', '/lines'],
  ['a quantity as text', line({ quantity: '1' }), '/lines/0/quantity'],
  ['a quantity that is true', line({ quantity: true }), '/lines/0/quantity'],
  ['a quantity that is null', line({ quantity: null }), '/lines/0/quantity'],
  ['a quantity in an array', line({ quantity: [1] }), '/lines/0/quantity'],
  ['a negative price', line({ unitPrice: -1 }), '/lines/0/unitPrice'],
  ['a fractional price', line({ unitPrice: 0.5 }), '/lines/0/unitPrice'],
  ['price 2^53', line({ unitPrice: BEYOND_SAFE }), '/lines/0/unitPrice', '/lines'],
  ['a total beyond 2^53−1', line({ quantity: 1_000_000, unitPrice: 2 ** 52 }), '/lines'],
  [
    'a total that is one too many',
    orderOf(units('GOOD', 1, { unitPrice: 2 ** 53 - 1 }), units('GOOD', 1, { unitPrice: 1 })),
    '/lines',
  ],
  ['expected version −1', line({ expectedVersion: -1 }), '/lines/0/expectedVersion'],
  ['expected version 1.5', line({ expectedVersion: 1.5 }), '/lines/0/expectedVersion'],
  ['expected version 2^31', line({ expectedVersion: 2 ** 31 }), '/lines/0/expectedVersion'],
  ['expected version as text', line({ expectedVersion: '1' }), '/lines/0/expectedVersion'],
]);

const texts = bodiesAt(PATH, [
  ['an empty SKU', line({ sku: '' }), '/lines/0/sku'],
  ['a SKU of 65 characters', line({ sku: 'S'.repeat(65) }), '/lines/0/sku'],
  ['a SKU of a million characters', line({ sku: LONG }), '/lines/0/sku'],
  ['a SKU with a space', line({ sku: 'a b' }), '/lines/0/sku'],
  ['a SKU that is a path', line({ sku: '../main/GOOD' }), '/lines/0/sku'],
  ['a SKU with a line break at its end', line({ sku: 'GOOD\n' }), '/lines/0/sku'],
  ['a SKU with NUL', line({ sku: NUL }), '/lines/0/sku'],
  ['a SKU in other letters', line({ sku: 'ГУД' }), '/lines/0/sku'],
  ['a SKU that would end a statement', line({ sku: `x';drop table event;--` }), '/lines/0/sku'],
  ['a location in capitals', line({ location: 'MAIN' }), '/lines/0/location'],
  ['a location that is null', line({ location: null }), '/lines/0/location'],
  ['a customer of 65 characters', { ...order, customerId: 'c'.repeat(65) }, '/customerId'],
  ['a customer of a million characters', { ...order, customerId: LONG }, '/customerId'],
  ['an empty customer', { ...order, customerId: '' }, '/customerId'],
  ['a customer with NUL', { ...order, customerId: NUL }, '/customerId'],
  ['a customer with a lone surrogate', { ...order, customerId: LONE_SURROGATE }, '/customerId'],
  ['a customer that is null', { ...order, customerId: null }, '/customerId'],
  ['a customer that is an object', { ...order, customerId: {} }, '/customerId'],
  ['a currency in small letters', { ...order, currency: 'eur' }, '/currency'],
  ['a currency of four letters', { ...order, currency: 'EURO' }, '/currency'],
  ['a currency with a line break', { ...order, currency: 'EUR\n' }, '/currency'],
  ['a currency in other letters', { ...order, currency: 'ÉUR' }, '/currency'],
]);

const everyFault: BadRequest = {
  name: 'every fault at once',
  path: PATH,
  json: {
    currency: 'x',
    customerId: NUL,
    lines: [{ ...good, quantity: 0 }, good, { ...good, sku: '?', unitPrice: -1 }],
    z: 0,
  },
  places: ['/currency', '/customerId', '/lines/0/quantity', '/lines/2/sku', '/lines/2/unitPrice', '/z'],
};

const rest = `"currency":"EUR","lines":[{"sku":"GOOD","quantity":1,"unitPrice":1}]`;
const inLine = (field: string) => `{"currency":"EUR","lines":[{"sku":"GOOD","quantity":1,"unitPrice":1,${field}}]}`;

const prototypes = textsAt(PATH, [
  ['__proto__', `{"__proto__":{"polluted":true},${rest}}`, '/__proto__'],
  ['__proto__ in a line', inLine(`"__proto__":{"quantity":0}`), '/lines/0/__proto__'],
  ['an escaped __proto__', `{"\\u005f\\u005fproto__":{"polluted":true},${rest}}`, '/__proto__'],
  ['a __proto__ escaped in its middle', `{"__pr\\u006fto__":{"polluted":true},${rest}}`, '/__proto__'],
  ['a __proto__ escaped in a line', inLine(`"__prot\\u006F__":{"quantity":0}`), '/lines/0/__proto__'],
  ['a __proto__ that is null', `{"__proto__":null,${rest}}`, '/__proto__'],
  ['constructor', `{"constructor":{"prototype":{"polluted":true}},${rest}}`, '/constructor'],
  ['constructor in a line', inLine(`"constructor":1`), '/lines/0/constructor'],
  ['names that every object has', `{"toString":1,"hasOwnProperty":2,${rest}}`, '/toString', '/hasOwnProperty'],
  ['a number that is too large for a double', inLine(`"expectedVersion":1e999`), '/lines/0/expectedVersion'],
  ['a field twice, the last one wrong', `{${rest},"currency":"eur"}`, '/currency'],
  ['a lone surrogate, escaped', `{"customerId":"\\udc00",${rest}}`, '/customerId'],
  ['a NUL, escaped', `{"customerId":"\\u0000",${rest}}`, '/customerId'],
  ['an array 100,000 deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, ''],
  [
    'an object 50,000 deep in an unknown field',
    `{"deep":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)},${rest}}`,
    '/deep',
  ],
  ['lines 50,000 deep', `{"currency":"EUR","lines":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, '/lines/0'],
  ['nothing at all', '', ''],
]);

export const orderCases: readonly BadRequest[] = [
  ...shapes,
  ...unknownFields,
  ...quantities,
  ...texts,
  everyFault,
  ...prototypes,
];
