import { shopOf, units } from './system/shop';
import { useSystem } from './system/use-system';

const use = useSystem();

const CODES = {
  'invalid-json': 400,
  'invalid-request': 400,
  'invalid-token': 400,
  'invalid-cursor': 400,
  'not-found': 404,
  'insufficient-stock': 409,
  'version-conflict': 409,
  'illegal-transition': 409,
  'product-exists': 409,
  'request-in-flight': 409,
  'idempotency-key-reused': 422,
  overloaded: 429,
  'outcome-unknown': 503,
  'not-fresh-enough': 503,
  unavailable: 503,
};

const OPERATIONS = {
  '/v1/products': ['get', 'post'],
  '/v1/products/{sku}': ['get', 'patch'],
  '/v1/stock': ['get'],
  '/v1/stock/{location}/{sku}': ['get'],
  '/v1/stock/{location}/{sku}/ledger': ['get'],
  '/v1/stock/{location}/{sku}/receipts': ['post'],
  '/v1/stock/{location}/{sku}/adjustments': ['post'],
  '/v1/orders': ['get', 'post'],
  '/v1/orders/batch': ['post'],
  '/v1/orders/{orderId}': ['get'],
  '/v1/orders/{orderId}/confirm': ['post'],
  '/v1/orders/{orderId}/ship': ['post'],
  '/v1/orders/{orderId}/deliver': ['post'],
  '/v1/orders/{orderId}/cancel': ['post'],
  '/v1/orders/{orderId}/return': ['post'],
};

const get = (path: string) => use.system.client.get(path);

describe('health', () => {
  test('the service is live, and every part of it is ready', async () => {
    expect(await get('/health/live')).toMatchObject({ status: 200, body: { status: 'up' } });
    const ready = await get('/health/ready');
    expect(ready).toMatchObject({ status: 200, body: { status: 'up', parts: { database: { status: 'up' } } } });
  });
});

describe('metrics', () => {
  test('are in the format of Prometheus, and count requests and events', async () => {
    const shop = shopOf(use.system);
    await shop.receive('METRIC', 1);
    await shop.order([units('METRIC', 1)]);
    await shop.order([units('METRIC', 1)]);
    const { text, headers } = await get('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    expect(text).toMatch(/firstwrite_http_requests_total\{method="POST",route="\/v1\/orders",status="201"\} 1/);
    expect(text).toMatch(/firstwrite_http_requests_total\{method="POST",route="\/v1\/orders",status="409"\} 1/);
    expect(text).toMatch(/firstwrite_appended_events_total 3/);
    expect(text).not.toContain('METRIC');
  });

  test.each([
    'firstwrite_http_requests_total',
    'firstwrite_http_request_duration_seconds',
    'firstwrite_lane_waiting_commands',
    'firstwrite_lane_pressure',
    'firstwrite_lane_batch_commands',
    'firstwrite_appends_total',
    'firstwrite_fence_violations_total',
  ])('%s exists, with a help text', async (name) => {
    const { text } = await get('/metrics');
    expect(text).toContain(`# HELP ${name} `);
    expect(text).toContain(`# TYPE ${name} `);
  });

  test('show how far behind each projection is', async () => {
    expect((await get('/metrics')).text).toMatch(/^firstwrite_projection_lag\w*\{.*projection=.*\} [\d.e+-]+$/m);
  });
});

describe('the documentation', () => {
  test('is OpenAPI 3.1 and has every operation of the API', async () => {
    const { status, body } = await get('/openapi.json');
    expect({ status, openapi: body['openapi'] }).toEqual({ status: 200, openapi: expect.stringMatching(/^3\.1\.\d$/) });
    const paths = body['paths'] as Record<string, Record<string, { responses: object }>>;
    const described = Object.entries(OPERATIONS).map(([path]) => [path, Object.keys(paths[path] ?? {}).sort()]);
    expect(Object.fromEntries(described)).toEqual(OPERATIONS);
    for (const operations of Object.values(paths)) {
      for (const { responses } of Object.values(operations)) expect(responses).toHaveProperty('400');
    }
  });

  test('has the published events too, in AsyncAPI 3', async () => {
    const { status, body } = await get('/asyncapi.json');
    expect({ status, asyncapi: body['asyncapi'] }).toEqual({ status: 200, asyncapi: '3.0.0' });
    expect(body).toMatchObject({ channels: { events: { address: 'firstwrite.events.v1' } } });
  });

  test('has a page to try the API', async () => {
    const page = await get('/docs');
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
    expect((await get('/docs/swagger-ui-bundle.js')).status).toBe(200);
  });

  test.each(Object.entries(CODES))('explains %s: the meaning, the cause and what to do', async (code, status) => {
    const { body, ...reply } = await get(`/problems/${code}`);
    expect(reply.status).toBe(200);
    expect(body).toMatchObject({ code, status, title: expect.stringMatching(/\S/), when: expect.stringMatching(/\S/) });
    expect(body['action']).toMatch(/\S/);
  });
});

test('a request keeps the id of its caller, in the header and in the problem', async () => {
  const { headers, body } = await use.system.client.get('/nowhere', { 'x-request-id': 'call-42' });
  expect(headers['x-request-id']).toBe('call-42');
  expect(body.instance).toBe('call-42');
});
