import { InMemoryEventStore } from '@firstwrite/event-store';
import { laneOn, unitsStored } from '../test/lanes';
import { stackUnits, submissionOf } from '../test/shelf';
import { anonymous, type Caller } from './caller';
import { writeHeaders } from './request-headers';
import { requestKeyOf, submissionParts } from './write-context';

const ann: Caller = { name: 'ann' };
const bob: Caller = { name: 'bob' };
const stacking = { operation: 'stack', stream: 'shelf-a' };
const headersOf = (caller: Caller) => ({ caller, requestId: 'r-1', idempotencyKey: 'key-1', ifMatch: undefined });

function stacks(caller: Caller, units: number) {
  const parts = submissionParts(headersOf(caller), stacking, { units });
  return submissionOf(stackUnits, { shelf: 'shelf-a', units }, parts);
}

async function eventsAfter(...submissions: ReturnType<typeof stacks>[]) {
  const store = new InMemoryEventStore();
  const { lane } = laneOn(store);
  for (const submission of submissions) await lane.submit(submission);
  return store.readStream('shelf-a', { after: 0, limit: 10 });
}

test('a request without authentication has the anonymous caller', () => {
  expect(writeHeaders.of({ headers: {}, id: 'r-1' })).toMatchObject({ caller: anonymous, requestId: 'r-1' });
});

test('the caller is the actor of its events', async () => {
  const [event] = await eventsAfter(stacks(ann, 1));
  expect(event?.metadata).toEqual({ commandId: 'r-1', actor: 'ann' });
});

test('the anonymous caller is not stored: an absent actor means it', async () => {
  const [event] = await eventsAfter(stacks(anonymous, 1));
  expect(event?.metadata).toEqual({ commandId: 'r-1' });
});

test('two callers with one key do not share an answer, and do not wait for each other', async () => {
  const store = new InMemoryEventStore();
  const { lane } = laneOn(store);
  expect(await lane.submit(stacks(ann, 1))).toMatchObject({ body: { units: 1 }, replayed: false });
  expect(await lane.submit(stacks(bob, 2))).toMatchObject({ body: { units: 3 }, replayed: false });
  expect(await lane.submit(stacks(ann, 1))).toMatchObject({ body: { units: 1 }, replayed: true });
  expect(await unitsStored(store, 'shelf-a')).toBe(3);
  expect(requestKeyOf(headersOf(ann), stacking)).not.toBe(requestKeyOf(headersOf(bob), stacking));
});
