import { z } from 'zod';
import { eventCodec } from '@firstwrite/shop';
import { EventCodec, UnreadableEventError } from './event-codec';

interface Weighed {
  readonly type: 'Weighed';
  readonly data: { readonly grams: number; readonly scale: string };
}

/** v1: `{ kilograms }`; v2: `{ grams }`; v3: `{ grams, scale }`. */
const codec = new EventCodec<Weighed>(
  { Weighed: z.object({ grams: z.int().min(0), scale: z.string() }) },
  {
    Weighed: [({ kilograms }) => ({ grams: Number(kilograms) * 1_000 }), (data) => ({ ...data, scale: 'unknown' })],
  },
);

test.each([
  ['Weighed', { kilograms: 2 }, { grams: 2_000, scale: 'unknown' }],
  ['Weighed.v2', { grams: 5 }, { grams: 5, scale: 'unknown' }],
  ['Weighed.v3', { grams: 5, scale: 'front' }, { grams: 5, scale: 'front' }],
])('%s is read as the current version', (type, data, current) => {
  expect(codec.decode({ type, data })).toEqual({ type: 'Weighed', data: current });
});

test('the current version is written, and read back', () => {
  const event: Weighed = { type: 'Weighed', data: { grams: 1, scale: 'front' } };
  expect(codec.encode(event)).toEqual({ type: 'Weighed.v3', data: event.data });
  expect(codec.decode(codec.encode(event))).toEqual(event);
});

test('the first version has no suffix', () => {
  const event = { type: 'StockReceived', data: { quantity: 1 } } as const;
  expect(eventCodec.encode(event)).toEqual(event);
});

test.each([
  ['a version of a newer build', 'Weighed.v4', {}, 'event Weighed.v4: this build knows versions up to 3'],
  ['an unknown type', 'Counted', {}, 'event Counted: unknown event type'],
  ['a type that every object has', 'toString', {}, 'event toString: unknown event type'],
  ['a malformed version', 'Weighed.vx', {}, 'event Weighed.vx: malformed schema version'],
  ['a first version that is written out', 'Weighed.v1', {}, 'event Weighed.v1: malformed schema version'],
  ['a value of the wrong type', 'Weighed.v3', { grams: 'x', scale: 'front' }, 'event Weighed.v3: /grams: '],
  ['a member that is missing', 'Weighed.v3', { grams: 1 }, 'event Weighed.v3: /scale: '],
])('%s is named, with the place of the fault', (_, type, data, message) => {
  const decoding = () => codec.decode({ type, data });
  expect(decoding).toThrow(UnreadableEventError);
  expect(decoding).toThrow(message);
});

test('a fault deep inside is named by its path', () => {
  const data = {
    orderId: '0190a3c4-0000-7000-8000-000000000001',
    currency: 'EUR',
    lines: [{ sku: 'TEA', location: 'main', quantity: 0, unitPrice: 1 }],
    total: 0,
    placedAt: '2026-01-01T00:00:00.000Z',
  };
  expect(() => eventCodec.decode({ type: 'OrderPlaced', data })).toThrow('event OrderPlaced: /lines/0/quantity: ');
});
