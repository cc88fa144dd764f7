import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, busy, CannedService, created, replayed, type SeenRequest } from '../test/canned-service';
import { RecordedOutput } from '../../terminal/test/recorded-output';
import { importStock } from './import-stock';

const productExists: Answer = { status: 409, problem: { code: 'product-exists' } };

describe('importing stock over HTTP', () => {
  let directory: string;
  let csv: string;
  let service: CannedService | undefined;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'import-'));
    csv = join(directory, 'orders.csv');
    await writeFile(csv, `order_id,product_id,price\n${'o1,sku-hot-1,99.9\n'.repeat(5)}o2,sku-b,7\n`);
  });
  afterEach(() => service?.kill());
  afterAll(() => rm(directory, { recursive: true }));

  async function runImport(answerTo: (request: SeenRequest) => Answer, stockPercent = 90) {
    service = new CannedService(answerTo);
    const output = new RecordedOutput();
    const target = { url: await service.start(), connections: 4 };
    const settings = { target, currency: 'BRL', stockPercent, onError: 'stop' } as const;
    const failure = await importStock(csv, settings, output).then(
      () => undefined,
      (error: Error) => error.message,
    );
    return { summary: output.summary, failure, seen: service.seen };
  }

  it('creates each product and receives its stock', async () => {
    const { summary, failure, seen } = await runImport(() => created);
    expect(failure).toBeUndefined();
    expect(summary).toEqual({
      productsCreated: 2,
      productsExisting: 0,
      receiptsCreated: 2,
      receiptsReplayed: 0,
      unitsReceived: 3,
      errors: 0,
      linesSkipped: 0,
    });
    const byPath = (path: string) => seen.filter((request) => request.path === path).map(({ body }) => body);
    expect(byPath('/v1/products')).toContainEqual({
      sku: 'sku-hot-1',
      name: 'Product sku-hot-',
      price: { amount: 9990, currency: 'BRL' },
    });
    expect(byPath('/v1/stock/main/sku-hot-1/receipts')).toEqual([
      { quantity: 2, reference: expect.stringMatching(/^import\//) },
    ]);
    expect(byPath('/v1/stock/main/sku-b/receipts')).toEqual([expect.objectContaining({ quantity: 1 })]);
  });

  it('asks with the same keys the second time, and counts what is there', async () => {
    const first = await runImport(() => created);
    await service?.kill();
    const second = await runImport(({ path }) => (path === '/v1/products' ? productExists : replayed));
    const keys = (seen: SeenRequest[]) => seen.map(({ path, key }) => `${path} ${key}`).sort();
    expect(keys(second.seen)).toEqual(keys(first.seen));
    expect(second.seen[0]?.key).toMatch(/^import\/[0-9a-f]{16}\/sku-/);
    expect(second.failure).toBeUndefined();
    expect(second.summary).toMatchObject({ productsExisting: 2, receiptsReplayed: 2, unitsReceived: 0, errors: 0 });
  });

  it('counts a product that its own key created before as existing', async () => {
    const { summary } = await runImport(() => replayed);
    expect(summary).toMatchObject({ productsCreated: 0, productsExisting: 2, receiptsReplayed: 2 });
  });

  it('waits for a busy service', async () => {
    const { summary } = await runImport(({ earlier }) => (earlier === 0 ? busy : created));
    expect(summary).toMatchObject({ productsCreated: 2, receiptsCreated: 2, errors: 0 });
  });

  it('fails with the reason when a request fails', async () => {
    const reused: Answer = { status: 422, problem: { code: 'idempotency-key-reused' } };
    const { summary, failure } = await runImport(({ path }) => (path === '/v1/products' ? productExists : reused), 100);
    expect(failure).toBe('2 requests failed: 2 × 422 idempotency-key-reused');
    expect(summary).toMatchObject({ productsExisting: 2, errors: 2 });
  });
});
