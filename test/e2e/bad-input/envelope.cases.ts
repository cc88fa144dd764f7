import { orderOf, units } from '../system/shop';
import type { BadRequest } from './bad-request';

const json = orderOf(units('GOOD', 1));
const receipt = { quantity: 1 };
const order = { path: '/v1/orders', json };

const notUtf8 = Buffer.from(JSON.stringify({ ...json, customerId: '\u00ff' }), 'latin1');

const brokenJson: readonly BadRequest[] = [
  ['an open brace', '{'],
  ['a comma too many', '{"currency":"EUR","lines":[],}'],
  ['single quotes', `{'currency':'EUR'}`],
  ['half a literal', 'nul'],
  ['NaN', '{"currency":NaN}'],
  ['two documents', `${JSON.stringify(json)}{}`],
  ['a raw line break in a text', '{"currency":"E\nUR"}'],
  ['bytes that are no UTF-8', notUtf8],
  ['UTF-16', Buffer.from(JSON.stringify(json), 'utf16le')],
].map(([name, text]) => ({
  name: String(name),
  path: '/v1/orders',
  text: text as string | Buffer,
  status: 400,
  code: 'invalid-json',
}));

const tooLarge: readonly BadRequest[] = [
  { name: 'a body over 1 MiB', path: '/v1/orders', text: ' '.repeat(1_048_577) },
  { name: 'a field of 2 MiB', path: '/v1/products', json: { sku: 'NEW', name: 'x'.repeat(2_097_152) } },
].map((one) => ({ ...one, status: 413, code: 'body-too-large' }));

const mediaTypes: readonly BadRequest[] = [
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/jsonx',
  'text/json',
  'application/merge-patch+json',
  'nonsense',
].map((type) => ({
  ...order,
  name: type,
  headers: { 'content-type': type },
  status: 415,
  code: 'unsupported-media-type',
}));

const methods: readonly BadRequest[] = (
  [
    ['PUT', '/v1/orders'],
    ['DELETE', '/v1/orders'],
    ['PATCH', '/v1/products'],
    ['PUT', '/v1/products/GOOD'],
    ['DELETE', '/v1/stock/main/GOOD/receipts'],
    ['GET', '/v1/orders/00000000-0000-8000-8000-000000000000/confirm'],
    ['POST', '/health/live'],
    ['POST', '/metrics'],
    ['DELETE', '/problems/not-found'],
  ] as const
).map(([method, path]) => ({ name: `${method} ${path}`, method, path, status: 405, code: 'method-not-allowed' }));

const paths: readonly BadRequest[] = [
  '/',
  '/v1',
  '/v2/orders',
  '/v1/order',
  '/v1/orders/',
  '//v1/orders',
  '/v1/stock/main/GOOD/receipts/1',
  '/v1/orders/00000000-0000-8000-8000-000000000000/void',
  '/problems/no-such-code',
  '/__proto__',
  '/constructor',
]
  .map((path) => ({ name: `POST ${path}`, path, json, status: 404, code: 'not-found' }))
  .map((one) => (one.path.startsWith('/problems') ? { ...one, method: 'GET' as const, json: undefined } : one));

const parameters: readonly BadRequest[] = [
  ['/v1/stock/MAIN/GOOD/receipts', 'location'],
  ['/v1/stock/ma%20in/GOOD/receipts', 'location'],
  [`/v1/stock/${'l'.repeat(33)}/GOOD/receipts`, 'location'],
  ['/v1/stock/main/-GOOD/receipts', 'sku'],
  ['/v1/stock/main/GO%00OD/receipts', 'sku'],
  ['/v1/stock/main/GO%2FOD/receipts', 'sku'],
  ['/v1/stock/main/..%2f..%2fx/receipts', 'sku'],
  [`/v1/stock/main/${'S'.repeat(65)}/receipts`, 'sku'],
  [`/v1/stock/main/${'S'.repeat(7_000)}/receipts`, 'sku'],
  ['/v1/stock/main/%F0%9F%91%95/receipts', 'sku'],
  ['/v1/stock/__proto__/__proto__/receipts', 'location', 'sku'],
].map(([path = '', ...names]) => ({
  name: path.slice(0, 60),
  path,
  json: receipt,
  places: names.map((name) => `parameter ${name}`),
}));

const orderIds: readonly BadRequest[] = [
  'x',
  '00000000-0000-8000-8000-00000000000',
  'ABCDEF00-0000-8000-8000-000000000000',
  '00000000-0000-8000-8000-000000000000%0a',
].map((id) => ({ name: `order ${id}`, path: `/v1/orders/${id}/confirm`, places: ['parameter orderId'] }));

const undecodable: readonly BadRequest[] = [
  {
    name: 'half an escape in the path',
    path: '/v1/stock/main/%zz/receipts',
    json: receipt,
    status: 404,
    code: 'not-found',
  },
  {
    name: 'an escape in the path that is no UTF-8',
    path: '/v1/stock/main/%ff%fe/receipts',
    json: receipt,
    status: 404,
    code: 'not-found',
  },
];

const keys: readonly BadRequest[] = (
  [
    ['an empty key', ''],
    ['a key of 256 characters', 'k'.repeat(256)],
    ['a key with a space', 'a b'],
    ['a key with a tab', 'a\tb'],
    ['a key in other letters', 'sch\u00f6n'],
    ['two keys', ['one', 'two']],
  ] as const
).map(([name, key]) => ({
  ...order,
  name,
  headers: { 'idempotency-key': typeof key === 'string' ? key : [...key] },
  places: ['header Idempotency-Key'],
}));

const preconditions: readonly BadRequest[] = [
  '',
  'abc',
  '7',
  '"1" "2"',
  '*, "1"',
  '"1',
  'W/',
  'w/"1"',
  '"1",,"2',
  '"a b"',
].map((value) => ({
  name: `If-Match: ${value}`,
  path: '/v1/stock/main/GOOD/receipts',
  json: receipt,
  headers: { 'if-match': value },
  places: ['header If-Match'],
}));

const several: readonly BadRequest[] = [
  {
    name: 'two headers at fault',
    ...order,
    headers: { 'idempotency-key': 'a b', 'if-match': '7' },
    places: ['header Idempotency-Key', 'header If-Match'],
  },
  {
    name: 'path, body and header at fault at once',
    path: '/v1/stock/MAIN/GOOD/receipts',
    json: { quantity: 0 },
    headers: { 'idempotency-key': 'a b' },
    places: ['parameter location', '/quantity', 'header Idempotency-Key'],
  },
];

export const envelopeCases: readonly BadRequest[] = [
  ...brokenJson,
  ...tooLarge,
  ...mediaTypes,
  ...methods,
  ...paths,
  ...parameters,
  ...orderIds,
  ...undecodable,
  ...keys,
  ...preconditions,
  ...several,
  {
    name: 'a URI of 9,000 characters',
    path: `/v1/orders?${'q'.repeat(9_000)}`,
    json,
    status: 414,
    code: 'uri-too-long',
  },
];
