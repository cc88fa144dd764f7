import { describeWithKafka, eventually } from '@firstwrite/testing';
import { expectAuditPasses } from './system/command-line';
import { isAlive, type ListedProcess } from './system/processes';
import { shopOf, units } from './system/shop';
import { startSystem, type System } from './system/system';
import { useSystem } from './system/use-system';

const ROLE = /^firstwrite (?!front)/;
const FRONT = /^firstwrite front 1$|^haproxy .*front\.cfg$/;

const withoutGuards = ({ args }: ListedProcess) => !args.startsWith('/bin/sh');

async function roleNamed(system: System, title: string): Promise<ListedProcess> {
  const found = (await system.processes()).find(({ args }) => args === title);
  if (!found) throw new Error(`no process is "${title}"`);
  return found;
}

async function expectAllGone(processes: readonly ListedProcess[]): Promise<void> {
  await eventually(() => expect(processes.filter(({ pid }) => isAlive(pid))).toEqual([]), { withinMs: 20_000 });
}

const scaleOut = () => {
  const use = useSystem({ template: 'scale-out', projectors: 2, env: { LOG_LEVEL: 'debug' } });
  const get = (path: string, headers = {}) => use.system.client.get(path, headers);

  test('runs each role as a process with its name in ps, behind one address', async () => {
    const processes = (await use.system.processes()).filter(withoutGuards).map(({ args }) => args);
    expect(processes.filter((args) => ROLE.test(args)).sort()).toEqual([
      'firstwrite command-api 1',
      'firstwrite projector 1',
      'firstwrite projector 2',
      'firstwrite query-api 1',
      'firstwrite relay 1',
    ]);
    expect(processes.filter((args) => FRONT.test(args))).toHaveLength(1);
    const { stdout, stderr } = use.system.output();
    expect(stdout).toMatch(/^ {2}projector 2 +http:\/\/127\.0\.0\.1:\d+$/m);
    expect(stderr).toMatch(/^projector 2 +│ firstwrite projector 2 is ready at http:\/\/127\.0\.0\.1:\d+$/m);
    expect(await get('/health/ready')).toMatchObject({ status: 200, body: { status: 'up' } });
  });

  test('accepts an order, and a read with its token finds the order in the views', async () => {
    await use.shop.receive('SCALED', 5);
    const order = await use.shop.order([units('SCALED', 2)]);
    expect(order.status).toBe(201);
    const token = { 'consistency-token': order.headers['consistency-token'] };
    const stock = await get('/v1/stock?sku=SCALED', token);
    expect(stock.body.items).toMatchObject([{ sku: 'SCALED', available: 3, version: 2 }]);
    const path = order.headers['location'] ?? '';
    const read = await get(path, token);
    expect(read).toMatchObject({ status: 200, body: { orderId: order.body.orderId }, headers: { etag: '"1"' } });
    expect((await get(path, { 'if-none-match': '"1"' })).status).toBe(304);
    expect((await use.system.request('HEAD', path)).headers['etag']).toBe('"1"');
  });

  test.each([
    ['PUT', '/v1/orders', 'GET, HEAD, POST'],
    ['GET', '/v1/stock/main/X/receipts', 'POST'],
    ['DELETE', '/v1/stock', 'GET, HEAD'],
  ] as const)('%s %s is refused with the methods of both APIs', async (method, path, allow) => {
    expect(await use.system.request(method, path)).toMatchObject({ status: 405, headers: { allow } });
  });

  test('shows the whole API at the one address', async () => {
    const { body } = await get('/openapi.json');
    expect(Object.keys((body['paths'] as Record<string, object>)['/v1/orders'] ?? {}).sort()).toEqual(['get', 'post']);
    expect((await get('/docs')).status).toBe(200);
    expect((await get('/asyncapi.json')).body['asyncapi']).toBe('3.0.0');
    expect((await get('/problems/overloaded')).body).toMatchObject({ code: 'overloaded' });
  });

  test('restarts a role that dies; writes and views go on', async () => {
    const victims = await Promise.all(
      ['firstwrite projector 2', 'firstwrite command-api 1'].map((title) => roleNamed(use.system, title)),
    );
    for (const { pid } of victims) process.kill(pid, 'SIGKILL');
    await eventually(async () => expect((await use.shop.receive('AGAIN', 1)).status).toBe(201), { withinMs: 20_000 });
    await eventually(
      async () => {
        const again = await roleNamed(use.system, 'firstwrite projector 2');
        expect(victims.map(({ pid }) => pid)).not.toContain(again.pid);
      },
      { withinMs: 20_000 },
    );
    expect(use.system.output().stderr).toMatch(
      /^projector 2 +│ projector 2 \(process \d+\) ended unexpectedly \(SIGKILL\)$/m,
    );
    await eventually(
      async () => expect((await get('/v1/stock?sku=AGAIN', { consistency: 'strong' })).body.items).toHaveLength(1),
      { withinMs: 20_000 },
    );
    await expectAuditPasses(use.system);
  });

  test('leaves no process when its launcher is killed, continues after a restart, and stops in order', async () => {
    const { dataDirectory } = use.system;
    const processes = await use.system.processes();
    expect(processes.length).toBeGreaterThan(10);
    await use.killAndForget();
    await expectAllGone(processes);

    const next = await startSystem({
      template: 'scale-out',
      projectors: 1,
      dataDirectory,
      env: { LOG_LEVEL: 'debug' },
    });
    expect((await shopOf(next).order([units('SCALED', 4)])).body.shortages).toMatchObject([{ available: 3 }]);
    const running = await next.processes();
    await next.stop('SIGINT');
    await expectAllGone(running);
    const stopped = [...next.output().stderr.matchAll(/"role":"launcher".*"part":"([^"]+)".*"msg":"stopped"/g)];
    expect(stopped.map(([, part = '']) => part.replace(/ 1$/, ''))).toEqual([
      'front',
      'command-api',
      'relay',
      'projector',
      'query-api',
      'Kafka',
      'embedded PostgreSQL',
    ]);
  });
};

describeWithKafka('the template scale-out', scaleOut, { own: true });
