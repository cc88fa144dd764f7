import { CloudEvent, Kafka } from 'cloudevents';
import fc from 'fast-check';
import { eventAt, positionAt } from './test/segments';
import { eventMessage, eventOfMessage, sourceOf } from './event-message';
import { WATERMARK_TYPE, watermarkMessage, watermarkOfMessage } from './watermark-message';

const SOURCE = sourceOf('local');

const objects = fc
  .dictionary(fc.string(), fc.jsonValue())
  .map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>);

const events = fc
  .record({
    stream: fc.string({ minLength: 1 }).map((rest) => `order-${rest}`),
    version: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    type: fc.string({ minLength: 1 }),
    data: objects,
    metadata: objects,
    recordedAtMs: fc.integer({ min: 0, max: 4e12 }),
    position: fc
      .record({ era: fc.nat({ max: 32_767 }), transaction: fc.maxSafeNat(), number: fc.maxSafeNat() })
      .map(({ era, transaction, number }) => ({ ...positionAt(transaction), era, number })),
  })
  .map((parts) => eventAt(1, parts.stream, parts));

test('an event is read back unchanged from its message, with any metadata', () => {
  fc.assert(fc.property(events, (event) => expect(eventOfMessage(eventMessage(event, SOURCE))).toEqual(event)));
});

test('the official SDK reads the message as a CloudEvent 1.0, with the attributes of the binding', () => {
  const event = eventAt(7, 'stock-main/SKU-1', { metadata: { commandId: 'c', later: { known: [1] } } });
  const message = eventMessage(event, SOURCE);
  const read = Kafka.toEvent({ ...message, body: message.value }) as CloudEvent;
  expect(read.validate()).toBe(true);
  expect(read.toJSON()).toEqual({
    id: 'stock-main/SKU-1/7',
    source: '/firstwrite/local',
    type: 'Counted',
    specversion: '1.0',
    subject: 'stock-main/SKU-1',
    time: new Date(event.recordedAtMs).toISOString(),
    datacontenttype: 'application/json',
    data: { value: 7 },
    partitionkey: 'stock-main/SKU-1',
    version: '7',
    position: '0.1.7.7',
    metadata: '{"commandId":"c","later":{"known":[1]}}',
  });
});

test('the SDK writes the same headers, and one more that the binding replaces by content-type', () => {
  const event = eventAt(7);
  const written = Kafka.binary(
    new CloudEvent({
      id: 'order-1/7',
      source: SOURCE,
      type: event.type,
      subject: event.stream,
      time: new Date(event.recordedAtMs).toISOString(),
      datacontenttype: 'application/json',
      version: '7',
      position: '0.1.7.7',
      metadata: JSON.stringify(event.metadata),
      data: event.data,
    }),
  );
  const headers = Object.entries(written.headers).filter(([, value]) => value !== undefined);
  expect(Object.fromEntries(headers)).toEqual({
    ...eventMessage(event, SOURCE).headers,
    ce_datacontenttype: 'application/json',
  });
});

test('an imported event has a header, so that consumers with side effects skip it without reading its value', () => {
  const imported = eventAt(1, 'order-1', { metadata: { imported: { store: 1, era: 1, xid: 5, number: 9 } } });
  expect(eventMessage(imported, SOURCE).headers['ce_imported']).toBe('true');
  expect(eventMessage(eventAt(1), SOURCE).headers).not.toHaveProperty('ce_imported');
  expect(eventOfMessage(eventMessage(imported, SOURCE))).toEqual(imported);
});

test.each([
  ['no position', { ce_position: '' }],
  ['a position of three parts', { ce_position: '0.1.7' }],
  ['a negative position', { ce_position: '0.1.-7.7' }],
  ['an id that is not its stream and version', { ce_id: 'order-2/7' }],
  ['no time', { ce_time: 'yesterday' }],
  ['metadata that is not an object', { ce_metadata: '7' }],
  ['metadata that is not JSON', { ce_metadata: '{' }],
])('a message with %s is not an event', (_, damage) => {
  const message = eventMessage(eventAt(7), SOURCE);
  expect(eventOfMessage(message)).toBeDefined();
  expect(eventOfMessage({ ...message, headers: { ...message.headers, ...damage } })).toBeUndefined();
});

test('a watermark is a CloudEvent with its own type, and is read back unchanged', () => {
  const watermark = {
    partition: 2,
    incarnation: 'one',
    partitions: 6,
    from: positionAt(3),
    to: positionAt(9),
    events: 4,
    completeAtMs: 1_700_000_000_000,
  };
  const message = watermarkMessage(watermark, SOURCE);
  const read = Kafka.toEvent({ ...message, body: message.value }) as CloudEvent;
  expect(read.validate()).toBe(true);
  expect(read.type).toBe(WATERMARK_TYPE);
  expect(watermarkOfMessage(message)).toEqual(watermark);
  expect(watermarkOfMessage({ ...message, value: '{}' })).toBeUndefined();
  expect(watermarkOfMessage({ ...message, value: 'nonsense' })).toBeUndefined();
});
