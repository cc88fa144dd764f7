import { type Answer, CannedService } from '../test/canned-service';
import { ApiClient } from './api.client';

const request = { path: '/v1/orders', idempotencyKey: 'order-1', body: '{"currency":"BRL"}' };

describe('the client of the API', () => {
  let service: CannedService;
  let client: ApiClient;
  afterEach(async () => {
    await client.close();
    await service.kill();
  });

  async function send(answer: Answer, prefix = '') {
    service = new CannedService(() => answer);
    client = new ApiClient(new URL(prefix, await service.start()), 1);
    return client.send(request);
  }

  it('sends the body as it is, with its key', async () => {
    expect(await send({ status: 201 })).toEqual({ status: 201, replayed: false });
    expect(service.seen).toEqual([{ path: '/v1/orders', key: 'order-1', body: { currency: 'BRL' }, earlier: 0 }]);
  });

  it('keeps the path under which a gateway offers the service', async () => {
    await send({ status: 201 }, '/shop/');
    expect(service.seen[0]?.path).toBe('/shop/v1/orders');
  });

  it('returns Retry-After and the problem', async () => {
    const problem = { code: 'overloaded', detail: 'the queue is full' };
    const reply = await send({ status: 429, headers: { 'retry-after': '2' }, problem });
    expect(reply).toEqual({ status: 429, replayed: false, retryAfter: '2', problem });
  });

  it('does not keep an endless problem', async () => {
    const reply = await send({ status: 500, problem: { code: 'x', detail: 'y'.repeat(1_000_000) } });
    expect(reply).toEqual({ status: 500, replayed: false, problem: {} });
  });

  it('rejects when the connection breaks before the reply', async () => {
    await expect(send('hang up')).rejects.toMatchObject({
      code: expect.stringMatching(/^(UND_ERR_SOCKET|ECONNRESET)$/),
    });
  });
});
