import { leaveNothingBehind } from './system/clean-up';
import { startExternalPostgres } from './system/external-postgres';
import { shopOf, units } from './system/shop';
import { startSystem } from './system/system';

leaveNothingBehind();

test('without its database the service reports the failed part, refuses writes, and still stops in order', async () => {
  const server = await startExternalPostgres();
  const system = await startSystem({ databaseUrl: server.url });
  const shop = shopOf(system);
  await shop.receive('AWAY', 5);
  expect(await system.client.get('/health/ready')).toMatchObject({ status: 200, body: { status: 'up' } });

  await server.stop();
  const ready = await system.client.get('/health/ready');
  expect(ready).toMatchObject({ status: 503, body: { status: 'down', parts: { database: { status: 'down' } } } });
  expect(ready.text).not.toContain(new URL(server.url).password);
  expect((await system.client.get('/health/live')).status).toBe(200);
  const replies = await Promise.all(
    [1, 2, 3].map(() => shop.order([units('AWAY', 1)])).concat(shop.receive('AWAY', 1), shop.receive('NEW', 1)),
  );
  for (const { status, headers, body } of replies) {
    expect({ status, code: body.code }).toEqual({ status: 503, code: 'unavailable' });
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  }
  await system.stop();
});
