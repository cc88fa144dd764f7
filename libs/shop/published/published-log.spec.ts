import { positionOf, type StoredEvent } from '@firstwrite/event-store';
import { encodeSegment, topicOf, WATERMARK_TYPE } from '@firstwrite/published-log';
import { documentFaults } from '../test/document-faults';
import { eventsDocument } from './events-document';
import { eventDescriptions } from '../event-schemas';
import { cloudEventHeaders, eventHeaders } from './published-headers';

const REGION = 'north-1';
const document = eventsDocument({ topic: topicOf(0), region: REGION });
const faultsOf = documentFaults(document);
const at = (number: number) => positionOf({ store: 0, era: 1, transaction: 748, number });

/** Every event of the catalogue, as a store holds them. */
const stored: readonly StoredEvent[] = Object.values(eventDescriptions).map(({ stream, golden }, index) => ({
  stream,
  version: index + 1,
  type: golden.type,
  data: golden.data as object,
  metadata: { commandId: 'c1', ...(index === 0 && { imported: { store: 1, era: 1, xid: '7', number: '1' } }) },
  position: at(index + 1),
  recordedAtMs: Date.UTC(2026, 0, 1),
}));

const segment = {
  incarnation: 'one',
  partitions: 1,
  from: at(0),
  to: at(stored.length),
  events: stored,
  completeAtMs: Date.UTC(2026, 0, 2),
};
const published = encodeSegment(segment, { partition: 0, region: REGION, completeBeforeMs: 0 }).flat();

const messageOf = (type: string) => (type === WATERMARK_TYPE ? 'Watermark' : type.replace(/\.v\d+$/, ''));

test('the relay publishes each event, and a watermark', () => {
  expect(published.map((message) => message.headers['ce_type'])).toEqual([
    ...stored.map(({ type }) => type),
    WATERMARK_TYPE,
  ]);
});

describe.each(published)('$headers.ce_type, as the relay publishes it', (message) => {
  const name = messageOf(message.headers['ce_type']!);

  test('matches the document', () => {
    expect(faultsOf(`messages/${name}/headers`, message.headers)).toEqual([]);
    const payload = name === 'Watermark' ? 'messages/Watermark/payload' : `schemas/${name}`;
    expect(faultsOf(payload, JSON.parse(message.value))).toEqual([]);
  });

  test('has no header that the document leaves out', () => {
    const parts = [cloudEventHeaders(''), ...(name === 'Watermark' ? [] : [eventHeaders])];
    const described = parts.flatMap(({ properties }) => Object.keys(properties as object));
    expect(Object.keys(message.headers).filter((header) => !described.includes(header))).toEqual([]);
  });
});
