import { eventually } from '@firstwrite/testing';
import { launchCommand, expectAuditPasses, resultOf } from './system/command-line';
import { useSystem } from './system/use-system';

const use = useSystem();

const WITHIN = { withinMs: 10_000 };
const BAD = { quantity: 'many' };

/** Adds an event that no command decided, as only the owner of the database can. */
async function plant(sku: string, version: number, data: object): Promise<void> {
  await use.database.query(
    `insert into event (stream, version, type, data, metadata) values ($1, $2, 'StockReceived', $3, '{}')`,
    [`stock-main/${sku}`, version, JSON.stringify(data)],
  );
}

async function correct(sku: string, version: number, data: object): Promise<void> {
  await use.database.query('update event set data = $3 where stream = $1 and version = $2', [
    ...[`stock-main/${sku}`, version, JSON.stringify(data)],
  ]);
}

const parked = (...args: string[]) => {
  const program = launchCommand(['parked', ...args], use.system.databaseSettings);
  return resultOf(program).then((result) => ({ ...result, stdout: program.stdout() }));
};

const stock = (sku: string, consistency = 'eventual') =>
  use.system.client.get(`/v1/stock/main/${sku}`, { consistency });

async function parkedStreams(projection: string): Promise<number> {
  const { text } = await use.system.client.get('/metrics');
  const figure = new RegExp(`^firstwrite_parked_streams\\{projection="${projection}"\\} (\\d+)$`, 'm').exec(text);
  return Number(figure?.[1]);
}

test('an unreadable event stops only its stream, and a retry completes the views', async () => {
  await use.shop.receive('P', 10);
  await use.shop.receive('Q', 5);
  await plant('P', 2, BAD);
  await plant('P', 3, { quantity: 2 });
  await eventually(async () => expect(await parkedStreams('stock-ledger')).toBe(1), WITHIN);
  await eventually(async () => expect(await parkedStreams('stock-availability')).toBe(1), WITHIN);
  expect(await use.system.client.get('/health/ready')).toMatchObject({
    status: 200,
    body: { status: 'up', parts: { views: { status: 'up', detail: expect.stringContaining('stock-ledger 1') } } },
  });

  await use.shop.receive('Q', 1);
  await eventually(async () => expect((await stock('Q')).body).toMatchObject({ onHand: 6, version: 2 }), WITHIN);
  expect((await stock('P')).body).toMatchObject({ onHand: 10, version: 1 });
  expect(await stock('P', 'strong')).toMatchObject({
    status: 503,
    body: { code: 'unavailable', detail: expect.stringContaining('version 2 of stock-main/P') },
  });
  const listed = await parked('list');
  expect(listed.stdout).toMatch(/^stock-availability +stock-main\/P +2 +StockReceived +1 +1 /m);
  expect(await parked('retry', 'stock-ledger', 'stock-main/P')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^firstwrite: stock-main\/P of stock-ledger is parked at version 2 .*\n$/),
  });

  await correct('P', 2, { quantity: 3 });
  expect((await stock('P', 'strong')).body).toMatchObject({ onHand: 15, version: 3 });
  expect((await stock('P', 'bounded; max-ms=60000')).body).toMatchObject({ onHand: 15, version: 3 });
  expect((await stock('P')).body).toMatchObject({ onHand: 10, version: 1 });
  expect(await parked('retry', '--all')).toMatchObject({ code: 0, stderr: '' });
  expect((await stock('P')).body).toMatchObject({ onHand: 15, version: 3 });
  const ledger = await use.system.client.get('/v1/stock/main/P/ledger');
  expect(ledger.body.items).toMatchObject([{ version: 3 }, { version: 2, delta: 3 }, { version: 1 }]);
  expect(await parkedStreams('stock-ledger')).toBe(0);
  await expectAuditPasses(use.system);
});

test('a discarded event is left out, and the audit names the operator', async () => {
  await use.shop.receive('R', 10);
  await plant('R', 2, BAD);
  await plant('R', 3, { quantity: 2 });
  await eventually(async () => expect(await parkedStreams('stock-ledger')).toBe(1), WITHIN);
  await eventually(async () => expect(await parkedStreams('stock-availability')).toBe(1), WITHIN);
  for (const projection of ['stock-ledger', 'stock-availability']) {
    const why = ['--reason', 'typed in by hand', '--actor', 'anna'];
    expect(await parked('discard', projection, 'stock-main/R', ...why)).toMatchObject({ code: 0, stderr: '' });
  }
  for (const level of ['eventual', 'strong']) {
    expect((await stock('R', level)).body).toMatchObject({ onHand: 12, version: 3 });
  }
  expect((await use.system.client.get('/health/ready')).body.parts).not.toHaveProperty('views.detail');
  const audit = launchCommand(['audit', '--json'], use.system.databaseSettings);
  expect(await resultOf(audit)).toMatchObject({
    code: 0,
    summary: {
      discardedEvents: [
        { projection: 'stock-availability', stream: 'stock-main/R', version: 2, actor: 'anna' },
        { projection: 'stock-ledger', reason: 'typed in by hand' },
      ],
      unreadEvents: ['stock-main/R version 2'],
    },
  });
});
