import type { BadRequest } from './bad-request';

const get = (path: string, more: Partial<BadRequest> = {}): BadRequest => ({
  name: `${path.slice(0, 60)} ${JSON.stringify(more.headers ?? '')}`,
  method: 'GET',
  path,
  ...more,
});

const parameters: readonly BadRequest[] = (
  [
    ['/v1/orders?limit=0', 'limit'],
    ['/v1/orders?limit=501', 'limit'],
    ['/v1/orders?limit=-1', 'limit'],
    ['/v1/orders?limit=1.5', 'limit'],
    ['/v1/orders?limit=ten', 'limit'],
    ['/v1/orders?limit=', 'limit'],
    ['/v1/orders?limit=9007199254740993', 'limit'],
    ['/v1/orders?limit=1&limit=2', 'limit'],
    ['/v1/orders?status=new', 'status'],
    ['/v1/orders?status=', 'status'],
    ['/v1/orders?customerId=a%00b', 'customerId'],
    [`/v1/orders?customerId=${'c'.repeat(65)}`, 'customerId'],
    ['/v1/orders?sku=a%20b&status=GONE&limit=0', 'sku', 'status', 'limit'],
    ['/v1/orders?page=2', 'page'],
    ['/v1/orders?__proto__=1', '__proto__'],
    ['/v1/orders?constructor=1', 'constructor'],
    ['/v1/orders?cursor=', 'cursor'],
    ['/v1/stock?location=MAIN', 'location'],
    ['/v1/stock?availableMax=few', 'availableMax'],
    ['/v1/stock?availableMax=1e999', 'availableMax'],
    ['/v1/stock/MAIN/-X', 'location', 'sku'],
    ['/v1/stock/main/GOOD?limit=5', 'limit'],
    ['/v1/stock/main/GO%00OD/ledger?limit=0', 'sku', 'limit'],
    ['/v1/products?sku=GOOD', 'sku'],
    ['/v1/products/a%20b', 'sku'],
    ['/v1/orders/x', 'orderId'],
  ] as const
).map(([path, ...names]) => get(path, { places: names.map((name) => `parameter ${name}`) }));

const levels: readonly BadRequest[] = [
  'fresh',
  'Strong',
  '',
  'bounded',
  'bounded; max-ms=-1',
  'bounded; max-ms=1e3',
  'bounded; max-ms=99999999999999999999',
  'strong, eventual',
].flatMap((consistency) =>
  ['/v1/stock/main/GOOD', '/v1/orders'].map((path) =>
    get(path, { headers: { consistency }, places: ['header Consistency'] }),
  ),
);

const tokens: readonly BadRequest[] = ['x', '', 'null', 'e30', 'A'.repeat(4_000), '{"v":1}'].flatMap((token) =>
  ['/v1/stock/main/GOOD', '/v1/orders'].map((path) =>
    get(path, { headers: { 'consistency-token': token }, code: 'invalid-token' }),
  ),
);

const cursors: readonly BadRequest[] = ['x', 'null', 'e30', '%00', 'A'.repeat(4_000)].flatMap((cursor) =>
  ['/v1/orders', '/v1/stock', '/v1/products', '/v1/stock/main/GOOD/ledger'].map((path) =>
    get(`${path}?cursor=${cursor}`, { code: 'invalid-cursor' }),
  ),
);

export const readCases: readonly BadRequest[] = [...parameters, ...levels, ...tokens, ...cursors];
