import { goldenFiles } from '../test/golden-files';
import asyncApiSchema from '@asyncapi/specs/schemas/3.0.0.json';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { documentFaults } from '../test/document-faults';
import { eventCodec } from '../event-codec';
import { eventDescriptions, type EventName } from '../event-schemas';
import { eventsDocument } from './events-document';
import { WATERMARK_TYPE } from '@firstwrite/published-log';

interface Message {
  readonly name: string;
  readonly examples?: readonly {
    readonly headers: Record<string, string>;
    readonly payload: Record<string, unknown>;
  }[];
}

const document = eventsDocument({ topic: 'firstwrite.events.v1', region: 'north-1' });
const { messages } = document['components'] as { readonly messages: Record<string, Message> };
const faultsOf = documentFaults(document);
const names = Object.keys(eventDescriptions) as EventName[];

const exampleOf = (name: string) => messages[name]!.examples![0]!;

test('the document is AsyncAPI 3.0, by the schema that the specification publishes', () => {
  // The schema includes the meta schema of JSON Schema, so ajv's own is left out. It validates only once, so it is
  // compiled without optimization, which takes less time.
  const plainly = { inlineRefs: false, code: { optimize: false } };
  const official = addFormats(
    new Ajv({ strict: false, allErrors: true, meta: false, validateSchema: false, ...plainly }),
  );
  const validate = official.compile(asyncApiSchema as object);
  void validate(document);
  expect(validate.errors ?? []).toEqual([]);
});

test('it is plain JSON, and the same each time', () => {
  expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  expect(eventsDocument({ topic: 'firstwrite.events.v1', region: 'north-1' })).toEqual(document);
});

test('its channel is the topic, with every event of the catalogue and the watermarks', () => {
  const { events } = document['channels'] as {
    readonly events: { readonly address: string; readonly messages: object };
  };
  expect(events.address).toBe('firstwrite.events.v1');
  expect(Object.keys(events.messages).toSorted()).toEqual([...names, 'Watermark'].toSorted());
  expect(Object.keys(messages).toSorted()).toEqual([...names, 'Watermark'].toSorted());
  expect(messages['Watermark']!.name).toBe(WATERMARK_TYPE);
});

test('every reference in it leads to a part of it', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!);
  const found = (path: string) =>
    path.split('/').reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], document);
  expect(references.length).toBeGreaterThan(names.length);
  expect(references.filter((path) => found(path) === undefined)).toEqual([]);
});

describe.each(names)('%s', (name) => {
  test('is described under the type that it is stored with today, by its newest golden file', () => {
    const { golden } = eventDescriptions[name];
    expect(messages[name]!.name).toBe(eventCodec.encode({ type: name, data: {} } as never).type);
    expect(exampleOf(name)).toMatchObject({ headers: { ce_type: golden.type }, payload: golden.data as object });
  });

  test('has an example that is valid by its own schemas', () => {
    const { headers, payload } = exampleOf(name);
    expect(faultsOf(`schemas/${name}`, payload)).toEqual([]);
    expect(faultsOf(`messages/${name}/headers`, headers)).toEqual([]);
  });

  test('has a schema that refuses a member of another type, and accepts a new member', () => {
    const { payload } = exampleOf(name);
    const [member] = Object.keys(payload);
    expect(faultsOf(`schemas/${name}`, { ...payload, [member!]: { odd: [] } })).not.toEqual([]);
    expect(faultsOf(`schemas/${name}`, { ...payload, comesLater: 1 })).toEqual([]);
  });

  test('is not valid under the headers of another event, store or region', () => {
    const { headers } = exampleOf(name);
    for (const other of [{ ce_type: 'Other' }, { ce_source: '/firstwrite/south' }, { ce_version: '0' }]) {
      expect(faultsOf(`messages/${name}/headers`, { ...headers, ...other })).not.toEqual([]);
    }
  });
});

test.each(goldenFiles)('the golden file $file is an example, or of an older version', ({ file }) => {
  const [, name, version] = /^(\w+)\.v(\d+)\.json$/.exec(file)!;
  const newest = /\.v(\d+)$/.exec(exampleOf(name!).headers['ce_type']!)?.[1] ?? '1';
  expect(Number(version)).toBeLessThanOrEqual(Number(newest));
});
