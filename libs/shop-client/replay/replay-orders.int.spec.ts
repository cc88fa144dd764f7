import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Answer,
  busy,
  CannedService,
  created,
  insufficientStock,
  replayed,
  type SeenRequest,
} from '../test/canned-service';
import { RecordedOutput } from '../../terminal/test/recorded-output';
import { replayOrders, type ReplaySettings } from './replay-orders';

const orderIds = Array.from({ length: 40 }, (_, index) => `order-${String(index).padStart(2, '0')}`);

describe('replaying orders over HTTP', () => {
  let directory: string;
  let csv: string;
  let service: CannedService | undefined;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'replay-'));
    csv = join(directory, 'orders.csv');
    await writeFile(
      csv,
      `order_id,product_id,price\n${orderIds.map((id) => `${id},sku-a,19.9\n${id},sku-a,19.9\n`).join('')}`,
    );
  });
  afterEach(() => service?.kill());
  afterAll(() => rm(directory, { recursive: true }));

  async function replay(answerTo: (request: SeenRequest) => Answer, changes: Partial<ReplaySettings> = {}) {
    service = new CannedService(answerTo);
    return replayAt(await service.start(), changes);
  }

  async function replayAt(url: URL, changes: Partial<ReplaySettings> = {}) {
    const output = new RecordedOutput();
    const target = { url, connections: 4, patience: { unreachableMsMax: 300, probeIntervalMs: 20 } };
    const settings: ReplaySettings = { target, currency: 'BRL', merge: 1, onError: 'stop', ...changes };
    const failure = await replayOrders(csv, settings, output).then(
      () => undefined,
      (error: Error) => error.message,
    );
    return Object.assign(output, { failure });
  }

  it('places each order once, under its id, over kept connections', async () => {
    const { summary, failure, advanced } = await replay(() => created);
    expect(failure).toBeUndefined();
    expect(summary).toMatchObject({
      orders: 40,
      placed: 40,
      replayed: 0,
      refused: 0,
      conflicts: 0,
      errors: 0,
      retries: 0,
    });
    expect(advanced).toBe(40);
    expect(service?.keys).toEqual(orderIds);
    expect(service?.connectionCount).toBe(4);
    expect(service?.seen[0]).toMatchObject({
      path: '/v1/orders',
      body: { currency: 'BRL', lines: [{ sku: 'sku-a', quantity: 2, unitPrice: 1990 }] },
    });
  });

  it('sorts the answers into its table and says why orders failed', async () => {
    const answers: Answer[] = [
      created,
      replayed,
      insufficientStock,
      { status: 409, problem: { code: 'version-conflict' } },
      { status: 412, problem: { code: 'version-conflict' } },
      { status: 422, problem: { code: 'idempotency-key-reused', detail: 'another body' } },
      { status: 500 },
      { status: 409 },
    ];
    const { summary, failure } = await replay(({ key }) => answers[orderIds.indexOf(key) % 8] ?? created);
    expect(summary).toMatchObject({ placed: 5, replayed: 5, refused: 5, conflicts: 10, errors: 15 });
    expect(failure).toBe(
      '15 of 40 orders failed: 5 × 422 idempotency-key-reused (another body); 5 × status 500; 5 × status 409',
    );
  });

  it('measures rate and latencies', async () => {
    const { summary } = await replay(() => created);
    expect(summary['ordersPerSecond']).toBeGreaterThan(0);
    expect(summary['p50Ms']).toBeGreaterThan(0);
    expect(Number(summary['p99Ms'])).toBeGreaterThanOrEqual(Number(summary['p50Ms']));
  });

  it('sends an order again, with its key, when the service is busy', async () => {
    const { summary, failure } = await replay(({ earlier }) => (earlier === 0 ? busy : created));
    expect(failure).toBeUndefined();
    expect(summary).toMatchObject({ placed: 40, errors: 0, retries: 40 });
    expect(service?.keys).toEqual([...orderIds, ...orderIds].sort());
  });

  it('gives up an order after ten times', async () => {
    const unavailable: Answer = { status: 503, headers: { 'retry-after': '0' }, problem: { code: 'unavailable' } };
    const { summary, failure } = await replay(({ key }) => (key === 'order-07' ? unavailable : created));
    expect(summary).toMatchObject({ placed: 39, errors: 1, retries: 10 });
    expect(failure).toBe('1 of 40 orders failed: 1 × 503 unavailable');
    expect(service?.keys.filter((key) => key === 'order-07')).toHaveLength(11);
  });

  it('joins orders under a key that the next run repeats', async () => {
    const first = await replay(() => created, { merge: 3 });
    expect(first.summary).toMatchObject({ orders: 14, placed: 14 });
    const keys = service?.keys;
    expect(new Set(keys).size).toBe(14);
    expect(service?.seen.map(({ body }) => body)).toContainEqual({
      currency: 'BRL',
      lines: [{ sku: 'sku-a', quantity: 6, unitPrice: 1990 }],
    });
    await service?.kill();
    const second = await replay(() => replayed, { merge: 3 });
    expect(second.summary).toMatchObject({ placed: 0, replayed: 14 });
    expect(service?.keys).toEqual(keys);
  });

  it('places only the first orders when limited', async () => {
    const { summary } = await replay(() => created, { limit: 5 });
    expect(summary).toMatchObject({ orders: 5, placed: 5 });
    expect(service?.keys).toEqual(orderIds.slice(0, 5));
  });

  it('counts a broken connection as an error and goes on', async () => {
    const { summary, failure } = await replay(({ key }) => (key === 'order-20' ? 'hang up' : created));
    expect(summary).toMatchObject({ placed: 39, errors: 1 });
    expect(failure).toMatch(/^1 of 40 orders failed: 1 × (UND_ERR_SOCKET|ECONNRESET)$/);
  });

  it('stops with the results so far when the service is killed and does not come back', async () => {
    const { summary, failure, notes } = await replay(({ key }) => {
      if (key === 'order-20') void service?.kill();
      return created;
    });
    expect(failure).toMatch(/^http:\/\/127\.0\.0\.1:\d+ did not answer for \d+ s \(\w+\); stopped$/);
    expect(notes).toEqual([expect.stringMatching(/does not answer \(\w+\); trying for \d+ s$/)]);
    expect(Number(summary['placed'])).toBeGreaterThanOrEqual(17);
    expect(Number(summary['placed']) + Number(summary['errors'])).toBeLessThan(40);
  });

  it('waits for a service that is about to start, and loses no order by it', async () => {
    service = new CannedService(() => created);
    const url = await service.start();
    await service.kill();
    const running = replayAt(url);
    service = new CannedService(() => created);
    setTimeout(() => void service?.start(Number(url.port)), 100);
    const { summary, failure } = await running;
    expect(failure).toBeUndefined();
    expect(summary).toMatchObject({ placed: 40, errors: 0 });
  });

  it('sends nothing of a file with a fault, unless told to skip it', async () => {
    const broken = join(directory, 'broken.csv');
    await writeFile(broken, 'order_id,product_id,price\no1,s1,1\no2,s2,abc\n');
    service = new CannedService(() => created);
    const target = { url: await service.start(), connections: 4 };
    const output = new RecordedOutput();
    const run = (onError: 'stop' | 'skip') =>
      replayOrders(broken, { target, currency: 'BRL', merge: 1, onError }, output);
    await expect(run('stop')).rejects.toThrow(/broken\.csv:3:3: price "abc" is not an amount$/);
    expect(service.seen).toEqual([]);
    await run('skip');
    expect(service.keys).toEqual(['o1']);
    expect(output.summary).toMatchObject({ placed: 1, linesSkipped: 1 });
    expect(output.notes).toHaveLength(2);
  });
});
