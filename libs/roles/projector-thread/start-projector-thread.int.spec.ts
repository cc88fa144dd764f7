import { readSettings, ShutdownOrder } from '@firstwrite/platform';
import { shop } from '@firstwrite/shop';
import { createTestDatabase, eventually, type TestDatabase } from '@firstwrite/testing';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { startProjectorThread } from './start-projector-thread';

let folder: string;
let database: TestDatabase;
let shutdown: ShutdownOrder;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'firstwrite-thread-'));
  database = await createTestDatabase();
  shutdown = new ShutdownOrder(pino({ level: 'silent' }), 5_000);
});
afterEach(async () => {
  await shutdown.stop();
  await database.drop();
  rmSync(folder, { recursive: true });
});

/** Starts a thread that runs this program in place of the projections. */
function start(source: string) {
  const program = join(folder, 'thread.js');
  writeFileSync(program, `const { parentPort } = require('node:worker_threads'); ${source}`);
  const surroundings = {
    settings: readSettings({}),
    logger: pino({ level: 'silent' }),
    metrics: new Registry(),
    shutdown,
  };
  return startProjectorThread({ shop, url: database.url, storeId: 0, program }, surroundings);
}

test('the positions that the thread reports are seen here, and a stop ends the thread', async () => {
  const position = { store: 0, era: 1, transaction: 5, number: 7 };
  const reached = JSON.stringify({ projection: 'orders', position });
  const thread = await start(`
    parentPort.postMessage('ready');
    parentPort.on('message', (m) => (m === 'stop' ? parentPort.close() : parentPort.postMessage(${reached})));`);
  expect(thread.board.knows('orders')).toBe(false);
  thread.wake();
  await eventually(async () => expect(thread.board.hasReached('orders', position as never)).toBe(true), {
    withinMs: 5_000,
  });
  await shutdown.stop();
  expect((await thread.failed).message).toContain('ended with 0');
});

test('a thread that ends by itself is a failure: the views would no longer be updated', async () => {
  const thread = await start(`
    parentPort.postMessage('ready');
    parentPort.on('message', () => { throw new Error('out of luck'); });`);
  thread.wake();
  expect((await thread.failed).message).toBe('out of luck');
});

test('a thread that does not become ready fails the start', async () => {
  await expect(start(`throw new Error('no database');`)).rejects.toThrow('no database');
});
