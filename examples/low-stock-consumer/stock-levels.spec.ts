import { join } from 'node:path';

interface Level {
  readonly version: number;
  readonly onHand: number;
}
interface StockEvent {
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly data: object;
}
interface StockLevels {
  apply(event: StockEvent): Promise<{ readonly before?: number; readonly after: number } | undefined>;
}

/** Levels with these answers of the service by stream; a request for any other stream fails. */
async function stockLevels(service: Readonly<Record<string, Level>> = {}): Promise<StockLevels> {
  const module = (await import(join(__dirname, 'stock-levels.mjs'))) as {
    readonly StockLevels: new (readLevel: (stream: string) => Promise<Level>) => StockLevels;
  };
  return new module.StockLevels((stream) => {
    const level = service[stream];
    return level ? Promise.resolve(level) : Promise.reject(new Error(`asked for ${stream}`));
  });
}

const TEA = 'stock-main/TEA-1';
const event = (version: number, type: string, data: object, stream = TEA) => ({ stream, version, type, data });

test('adds up receipts, orders, returns and corrections', async () => {
  const levels = await stockLevels();
  expect(await levels.apply(event(1, 'StockReceived', { quantity: 10 }))).toEqual({ after: 10 });
  expect(await levels.apply(event(2, 'StockDecremented', { quantity: 7 }))).toEqual({ before: 10, after: 3 });
  expect(await levels.apply(event(3, 'StockRestocked', { quantity: 2 }))).toEqual({ before: 3, after: 5 });
  expect(await levels.apply(event(4, 'StockAdjusted', { delta: -1 }))).toEqual({ before: 5, after: 4 });
});

test('ignores a duplicate, however old it is', async () => {
  const levels = await stockLevels();
  const first = event(1, 'StockReceived', { quantity: 10 });
  await levels.apply(first);
  await levels.apply(event(2, 'StockDecremented', { quantity: 1 }));
  expect(await levels.apply(first)).toBeUndefined();
  expect(await levels.apply(event(3, 'StockDecremented', { quantity: 1 }))).toEqual({ before: 9, after: 8 });
});

test('counts each stream separately', async () => {
  const levels = await stockLevels();
  await levels.apply(event(1, 'StockReceived', { quantity: 10 }));
  expect(await levels.apply(event(1, 'StockReceived', { quantity: 2 }, 'stock-main/CUP'))).toEqual({ after: 2 });
});

test('asks the service when first events are missing, and ignores events that the answer includes', async () => {
  const levels = await stockLevels({ [TEA]: { version: 9, onHand: 40 } });
  expect(await levels.apply(event(8, 'StockDecremented', { quantity: 1 }))).toEqual({ after: 40 });
  expect(await levels.apply(event(9, 'StockDecremented', { quantity: 1 }))).toBeUndefined();
  expect(await levels.apply(event(10, 'StockDecremented', { quantity: 1 }))).toEqual({ before: 40, after: 39 });
});

test('asks the service when it does not know the type of an event', async () => {
  const levels = await stockLevels({ [TEA]: { version: 2, onHand: 4 } });
  await levels.apply(event(1, 'StockReceived', { quantity: 10 }));
  expect(await levels.apply(event(2, 'StockDecremented.v2', { units: 6 }))).toEqual({ before: 10, after: 4 });
});

test('does not count an event if the service fails: the event is delivered again', async () => {
  const levels = await stockLevels();
  await expect(levels.apply(event(2, 'StockDecremented', { quantity: 1 }))).rejects.toThrow('asked for');
  expect(await levels.apply(event(1, 'StockReceived', { quantity: 10 }))).toEqual({ after: 10 });
});
