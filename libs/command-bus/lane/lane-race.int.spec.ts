import { PostgresEventStore } from '@firstwrite/event-store';
import { createTestDatabase, type TestDatabase } from '@firstwrite/testing';
import type { Lane } from './lane';
import { laneOn, unitsStored } from '../test/lanes';
import { stackUnits, submissionOf, takeUnits } from '../test/shelf';

const LANES = 4;
const COMMANDS_EACH = 250;
const SHELVES = Array.from({ length: 10 }, (_, at) => `shelf-${at}`);
const ATTEMPTS_MAX = 20;

let database: TestDatabase;
let stores: PostgresEventStore[];
beforeAll(async () => {
  database = await createTestDatabase();
  stores = await Promise.all(Array.from({ length: LANES }, () => PostgresEventStore.connect({ url: database.url })));
});
afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await database.drop();
});

/** Pseudorandom integers from 0 to below `limit`, the same in every run. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * limit);
  };
}

interface Tally {
  stacked: number;
  taken: number;
  refused: number;
  readonly failures: unknown[];
}

/** One random command, sent again as a client would while the service says that it is unavailable. */
async function shop(lane: Lane, next: (limit: number) => number, tally: Tally): Promise<void> {
  const shelf = SHELVES[next(SHELVES.length)] ?? '';
  const shelves = [...new Set([shelf, SHELVES[next(SHELVES.length)] ?? '', SHELVES[next(SHELVES.length)] ?? ''])];
  const stacks = next(3) === 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (stacks) await lane.submit(submissionOf(stackUnits, { shelf, units: 3 }));
      else await lane.submit(submissionOf(takeUnits, { shelves, units: 1 }));
      if (stacks) tally.stacked += 3;
      else tally.taken += shelves.length;
      return;
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === 'empty-shelf') tally.refused += 1;
      else if (code === 'unavailable' && attempt < ATTEMPTS_MAX) continue;
      else tally.failures.push(error);
      return;
    }
  }
}

test('four processes on the same ten streams: units never negative, versions dense, answers true', async () => {
  const tally: Tally = { stacked: 0, taken: 0, refused: 0, failures: [] };
  const lanes = stores.map((store) => laneOn(store));
  await Promise.all(
    lanes.map(async ({ lane }, at) => {
      const next = numbers(at + 1);
      const clients = Array.from({ length: 10 }, async () => {
        for (let command = 0; command < COMMANDS_EACH / 10; command += 1) await shop(lane, next, tally);
      });
      await Promise.all(clients);
    }),
  );
  expect(tally.failures).toEqual([]);
  const [store] = stores;
  if (!store) throw new Error('no store');
  const units = await Promise.all(SHELVES.map((shelf) => unitsStored(store, shelf)));
  expect(units.reduce((sum, count) => sum + count, 0)).toBe(tally.stacked - tally.taken);
  expect(tally.taken).toBeGreaterThan(0);
  expect(tally.refused).toBeGreaterThan(0);
  // The race took place.
  expect(lanes.flatMap(({ record }) => record.rounds)).toContain('fence');
});
