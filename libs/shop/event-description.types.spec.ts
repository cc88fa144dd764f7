import { z } from 'zod';
import { describeEvents } from './event-description';
import { orderStatuses, type OrderPlacedData, type OrderStatus } from './order/domain/order.decider';
import { orderStatusField } from './order/read/order.body';
import type { MinorUnits } from './domain/primitives';
import type { StreamName } from './stream-name';

type LampEvent =
  | { readonly type: 'LampHung'; readonly data: { readonly watts: number; readonly room?: string } }
  | { readonly type: 'LampSwitched'; readonly data: { readonly to: 'on' | 'off' } };

const described = { summary: '', golden: { type: '', data: {} }, stream: 'lamp-1' as StreamName };
const hung = { schema: z.object({ watts: z.number(), room: z.string().optional() }), ...described };
const switched = { schema: z.object({ to: z.enum(['on', 'off']) }), ...described };
const describeLamps = describeEvents<LampEvent>();

// `tsc --noEmit` checks these tests: it refuses a file where a line below `@ts-expect-error` compiles.
test('schemas that give exactly the data of their events compile', () => {
  expect(describeLamps({ LampHung: hung, LampSwitched: switched })).toEqual({ LampHung: hung, LampSwitched: switched });
});

test('a schema that lacks a member, or has one more, does not compile', () => {
  const short = { ...described, schema: z.object({ watts: z.number() }) };
  const more = { ...described, schema: z.object({ to: z.enum(['on', 'off']), by: z.string().optional() }) };
  // @ts-expect-error the schema has no room
  describeLamps({ LampHung: short, LampSwitched: switched });
  // @ts-expect-error the event does not say by whom
  describeLamps({ LampHung: hung, LampSwitched: more });
});

test('a member that is optional on one side only does not compile', () => {
  const required = { ...described, schema: z.object({ watts: z.number(), room: z.string() }) };
  const optional = { ...described, schema: z.object({ to: z.enum(['on', 'off']).optional() }) };
  const nullable = { ...described, schema: z.object({ to: z.enum(['on', 'off']).nullable() }) };
  // @ts-expect-error the event may have no room
  describeLamps({ LampHung: required, LampSwitched: switched });
  // @ts-expect-error the event always says how the lamp was switched
  describeLamps({ LampHung: hung, LampSwitched: optional });
  // @ts-expect-error the event never has null
  describeLamps({ LampHung: hung, LampSwitched: nullable });
});

test('a schema that lacks a value, or has one more, does not compile', () => {
  const short = { ...described, schema: z.object({ to: z.enum(['on']) }) };
  const more = { ...described, schema: z.object({ to: z.enum(['on', 'off', 'dim']) }) };
  // @ts-expect-error a lamp can be switched off
  describeLamps({ LampHung: hung, LampSwitched: short });
  // @ts-expect-error no lamp can be dimmed
  describeLamps({ LampHung: hung, LampSwitched: more });
});

test('an event without a schema, or a schema without an event, does not compile', () => {
  // @ts-expect-error LampSwitched is not described
  describeLamps({ LampHung: hung });
  // @ts-expect-error there is no such event
  describeLamps({ LampHung: hung, LampSwitched: switched, LampSold: switched });
});

test('every status of an order is one of the API, and no rule of the shop knows a fingerprint', () => {
  const field: z.ZodType<OrderStatus, OrderStatus> = orderStatusField;
  expect(orderStatuses.filter((status) => !field.safeParse(status).success)).toEqual([]);
  // @ts-expect-error the list would lack a status
  const short: readonly ['NEW', 'CONFIRMED'] = orderStatuses;
  expect(short.length).toBeGreaterThan(2);
  // @ts-expect-error the order of the domain has no such member
  const member: keyof OrderPlacedData = 'fingerprint';
  expect(member).toBe('fingerprint');
});

test('a count of units does not compile where an amount of money is needed', () => {
  const quantity: number = 3;
  // @ts-expect-error units are not money
  const amount: MinorUnits = quantity;
  expect(amount).toBe(3);
});
